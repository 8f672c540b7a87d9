//! The module tree of a crate, and name resolution in it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use syn::{Attribute, Item, UseTree, Visibility};

/// Maximum number of re-exports that are followed for one name.
const DEPTH_LIMIT: u8 = 16;

/// Index of a module in [`Crate::modules`].
pub(super) type ModuleId = usize;

/// A crate whose sources are loaded.
pub(super) struct Crate {
    pub(super) modules: Vec<Module>,
}

/// A module, in its own file or inline.
pub(super) struct Module {
    pub(super) file: PathBuf,
    pub(super) parent: Option<ModuleId>,
    pub(super) items: Vec<Item>,
    children: BTreeMap<String, ModuleId>,
    defined: Vec<String>,
    pub(super) imports: Vec<Import>,
}

/// A name that a `use` declaration brings into a module.
pub(super) struct Import {
    /// The name in the module; `*` for all names.
    pub(super) name: String,
    pub(super) path: Vec<String>,
    pub(super) is_reexport: bool,
}

/// What a path names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Target {
    Module(ModuleId),
    /// An item of this name, defined in this module.
    Item(ModuleId, String),
}

impl Crate {
    /// Loads the modules of a crate from its root file.
    pub(super) fn load(root_file: &Path) -> Result<Self, String> {
        let mut all = Self { modules: Vec::new() };
        let folder = root_file.parent().unwrap_or(Path::new("."));
        all.load_file(root_file, folder, None)?;
        Ok(all)
    }

    pub(super) fn file(&self, module: ModuleId) -> &Path {
        &self.modules[module].file
    }

    /// Whether a module is below another one.
    pub(super) fn is_descendant(&self, module: ModuleId, ancestor: ModuleId) -> bool {
        let mut next = self.modules[module].parent;
        while let Some(id) = next {
            if id == ancestor {
                return true;
            }
            next = self.modules[id].parent;
        }
        false
    }

    /// Resolves a path in a module; `None` if it is not in this crate.
    pub(super) fn resolve(&self, module: ModuleId, path: &[String]) -> Option<Target> {
        self.resolve_within(module, path, 0)
    }

    fn resolve_within(&self, module: ModuleId, path: &[String], depth: u8) -> Option<Target> {
        if depth > DEPTH_LIMIT {
            return None;
        }
        let mut current = module;
        let mut rest = path;
        while let [first, tail @ ..] = rest {
            current = match first.as_str() {
                "crate" => 0,
                "self" => current,
                "super" => self.modules[current].parent?,
                _ => break,
            };
            rest = tail;
        }
        while let [name, tail @ ..] = rest {
            match self.lookup(current, name, depth)? {
                Target::Module(next) => current = next,
                // What follows are variants or associated items.
                item @ Target::Item(..) => return Some(item),
            }
            rest = tail;
        }
        Some(Target::Module(current))
    }

    /// Finds a name in a module: its own items first, then its imports.
    fn lookup(&self, module: ModuleId, name: &str, depth: u8) -> Option<Target> {
        let found = &self.modules[module];
        if let Some(child) = found.children.get(name) {
            return Some(Target::Module(*child));
        }
        if found.defined.iter().any(|defined| defined == name) {
            return Some(Target::Item(module, name.to_owned()));
        }
        let named = found.imports.iter().filter(|import| import.name == name);
        // A path that starts with the name of its own import is that of an external crate.
        let mut named = named
            .filter(|import| import.path.len() > 1 || import.path.first().is_some_and(|first| first != name));
        if let Some(target) = named.find_map(|import| self.resolve_within(module, &import.path, depth + 1)) {
            return Some(target);
        }
        let globs = found.imports.iter().filter(|import| import.name == "*");
        globs.filter_map(|import| self.resolve_within(module, &import.path, depth + 1)).find_map(|target| {
            match target {
                Target::Module(other) if other != module => self.lookup(other, name, depth + 1),
                _ => None,
            }
        })
    }

    fn load_file(
        &mut self,
        file: &Path,
        folder: &Path,
        parent: Option<ModuleId>,
    ) -> Result<ModuleId, String> {
        let text = fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))?;
        let parsed = syn::parse_file(&text).map_err(|error| format!("{}: {error}", file.display()))?;
        self.load_items(file, folder, parent, parsed.items)
    }

    /// `folder` is that of the module's children.
    fn load_items(
        &mut self,
        file: &Path,
        folder: &Path,
        parent: Option<ModuleId>,
        items: Vec<Item>,
    ) -> Result<ModuleId, String> {
        let id = self.modules.len();
        let items: Vec<Item> = items.into_iter().filter(|item| !is_test(attributes(item))).collect();
        self.modules.push(Module {
            file: file.to_owned(),
            parent,
            items: Vec::new(),
            children: BTreeMap::new(),
            defined: Vec::new(),
            imports: Vec::new(),
        });
        let mut own = Vec::new();
        for item in items {
            match item {
                Item::Mod(module) => {
                    let name = module.ident.to_string();
                    let below = folder.join(&name);
                    let child = if let Some((_, items)) = module.content {
                        self.load_items(file, &below, Some(id), items)?
                    } else {
                        let flat = folder.join(format!("{name}.rs"));
                        let file = if flat.is_file() { flat } else { below.join("mod.rs") };
                        self.load_file(&file, &below, Some(id))?
                    };
                    self.modules[id].children.insert(name, child);
                }
                Item::Use(import) => {
                    let is_reexport = !matches!(import.vis, Visibility::Inherited);
                    add_imports(&import.tree, &mut Vec::new(), is_reexport, &mut self.modules[id].imports);
                }
                other => {
                    self.modules[id].defined.extend(defined_name(&other));
                    own.push(other);
                }
            }
        }
        self.modules[id].items = own;
        Ok(id)
    }
}

/// Adds the names of a `use` tree.
pub(super) fn add_imports(
    tree: &UseTree,
    prefix: &mut Vec<String>,
    is_reexport: bool,
    imports: &mut Vec<Import>,
) {
    let mut add = |name: String, last: Option<String>| {
        let path = prefix.iter().cloned().chain(last).collect();
        imports.push(Import { name, path, is_reexport });
    };
    match tree {
        UseTree::Path(path) => {
            prefix.push(path.ident.to_string());
            add_imports(&path.tree, prefix, is_reexport, imports);
            prefix.pop();
        }
        UseTree::Name(name) if name.ident == "self" => add(prefix.last().cloned().unwrap_or_default(), None),
        UseTree::Name(name) => add(name.ident.to_string(), Some(name.ident.to_string())),
        UseTree::Rename(rename) if rename.ident == "self" => add(rename.rename.to_string(), None),
        UseTree::Rename(rename) => add(rename.rename.to_string(), Some(rename.ident.to_string())),
        UseTree::Glob(_) => add("*".to_owned(), None),
        UseTree::Group(group) => {
            for tree in &group.items {
                add_imports(tree, prefix, is_reexport, imports);
            }
        }
    }
}

fn defined_name(item: &Item) -> Option<String> {
    let name = match item {
        Item::Const(item) => &item.ident,
        Item::Enum(item) => &item.ident,
        Item::Fn(item) => &item.sig.ident,
        Item::Macro(item) => item.ident.as_ref()?,
        Item::Static(item) => &item.ident,
        Item::Struct(item) => &item.ident,
        Item::Trait(item) => &item.ident,
        Item::Type(item) => &item.ident,
        Item::Union(item) => &item.ident,
        _ => return None,
    };
    Some(name.to_string())
}

fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Trait(item) => &item.attrs,
        Item::Type(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        _ => &[],
    }
}

/// Whether an item only exists in tests.
fn is_test(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("cfg")
            && attribute.parse_args::<syn::Path>().is_ok_and(|path| path.is_ident("test"))
    })
}
