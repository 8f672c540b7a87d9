//! Names of fields that a section is not known to have.

use super::json_keys::normal;
use super::roles::{Role, Roles};
use super::{field_roles, text_labels};
use crate::library::Section;

/// Tells the names of fields that a section is not known to have from those that it is, in JSON and in text exports.
#[derive(Default)]
pub struct UnknownNames(Roles);

impl UnknownNames {
    /// Whether the section is not known to have a field with this name.
    pub fn contains(&mut self, section: Section, name: &str) -> bool {
        self.0.of(section, &field_roles::of(section), name) == Role::Unknown
            && !text_labels::is_label(section, &normal(name))
    }
}
