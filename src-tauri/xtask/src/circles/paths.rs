//! Collects the paths in the code of a crate, and resolves them to dependencies between modules.

use proc_macro2::{TokenStream, TokenTree};
use syn::visit::{self, Visit};
use syn::{Expr, ExprCall, ExprPath, ItemUse, Macro, Path};

use super::modules::{Crate, Import, ModuleId, Target, add_imports};

/// All dependencies: the depending module, the module that defines the item, and the item's name.
pub(super) fn dependencies(all: &Crate) -> Vec<(ModuleId, ModuleId, String)> {
    let mut found = Vec::new();
    for (id, module) in all.modules.iter().enumerate() {
        let mut collector = Collector::default();
        for item in &module.items {
            collector.visit_item(item);
        }
        for import in module.imports.iter().chain(&collector.imports).filter(|import| import.name != "*") {
            if let Some(Target::Item(owner, name)) = all.resolve(id, &import.path)
                && !(import.is_reexport && all.is_descendant(owner, id))
            {
                found.push((id, owner, name));
            }
        }
        for path in &collector.paths {
            if let Some(Target::Item(owner, name)) = all.resolve(id, path) {
                found.push((id, owner, name));
            }
        }
    }
    found
}

/// Collects paths and local imports of a module.
#[derive(Default)]
struct Collector {
    paths: Vec<Vec<String>>,
    imports: Vec<Import>,
}

impl<'ast> Visit<'ast> for Collector {
    fn visit_item_use(&mut self, import: &'ast ItemUse) {
        add_imports(&import.tree, &mut Vec::new(), false, &mut self.imports);
    }

    fn visit_expr_call(&mut self, call: &'ast ExprCall) {
        if let Expr::Path(function) = &*call.func {
            self.paths.push(segments(&function.path));
        }
        visit::visit_expr_call(self, call);
    }

    fn visit_expr_path(&mut self, path: &'ast ExprPath) {
        // A single lower-case name is usually a variable.
        if path.path.get_ident().is_none_or(|name| !starts_lower(&name.to_string())) {
            visit::visit_expr_path(self, path);
        }
    }

    fn visit_path(&mut self, path: &'ast Path) {
        if path.leading_colon.is_none() {
            self.paths.push(segments(path));
        }
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, call: &'ast Macro) {
        self.visit_path(&call.path);
        self.visit_tokens(call.tokens.clone());
    }
}

impl Collector {
    /// Collects paths in the arguments of a macro, whose syntax is not known.
    fn visit_tokens(&mut self, tokens: TokenStream) {
        let mut path: Vec<String> = Vec::new();
        let mut colons = 0;
        for token in tokens {
            match token {
                TokenTree::Ident(name) => {
                    if colons != 2 {
                        self.finish(&mut path);
                    }
                    path.push(name.to_string());
                    colons = 0;
                }
                TokenTree::Punct(mark) if mark.as_char() == ':' => colons += 1,
                TokenTree::Group(group) => {
                    self.finish(&mut path);
                    colons = 0;
                    self.visit_tokens(group.stream());
                }
                _ => {
                    self.finish(&mut path);
                    colons = 0;
                }
            }
        }
        self.finish(&mut path);
    }

    fn finish(&mut self, path: &mut Vec<String>) {
        let path = std::mem::take(path);
        if path.len() > 1 || path.first().is_some_and(|name| !starts_lower(name)) {
            self.paths.push(path);
        }
    }
}

fn segments(path: &Path) -> Vec<String> {
    path.segments.iter().map(|segment| segment.ident.to_string()).collect()
}

fn starts_lower(name: &str) -> bool {
    name.starts_with(|first: char| first.is_lowercase() || first == '_')
}
