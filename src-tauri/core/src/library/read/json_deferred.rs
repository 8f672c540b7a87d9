//! Reads the lists whose keys are not known, once the whole document has been read.

use std::io::{self, Read};

use super::chat_name::chat_name;
use super::collect::Target;
use super::deferred::DeferredList;
use super::json_keys::{Structure, of_section};
use super::json_reader::Walk;
use crate::library::json::Scanner;
use crate::library::{Section, SkipReason};

impl<R: Read> Walk<'_, '_, R> {
    /// Reads the lists that were kept until the end of the document.
    pub(super) fn settle(&mut self) -> io::Result<()> {
        let Some(mut deferred) = self.deferred.take() else { return Ok(()) };
        let seen = &mut deferred.seen;
        let filled = self.out.lists.iter().filter(|list| {
            let above = list.path.rsplit_once('/').map_or("", |(above, _)| above);
            list.read > 0
                && list.section != Section::AdPartner
                && seen.below.contains(&(list.section, above.to_owned()))
        });
        seen.filled = filled.map(|list| list.section).collect();
        for list in deferred.settle(self.scanner.irregular) {
            let mut scanner = Scanner::new(deferred.rows(&list)?);
            scanner.peek_value()?;
            let DeferredList { keys, normal, too_big, section, .. } = list;
            let mut walk = Walk::again(&mut scanner, self.out, keys, normal);
            let known = section.and_then(|(section, by)| Some((of_section(section)?, by)));
            match known {
                None => walk.unknown_list()?,
                Some((known, by)) if known.structure == Structure::Chats => {
                    walk.out.infer(walk.keys[..walk.keys.len() - 1].join("/"), known.section, by);
                    walk.chat(known.section)?;
                }
                Some((known, by)) => {
                    walk.out.infer(walk.path(), known.section, by);
                    walk.known(known)?;
                }
            }
            if too_big > 0 {
                let section = known.map_or(Section::Other, |(known, _)| known.section);
                let list = walk.out.list_at(section, walk.path());
                (0..too_big).for_each(|_| walk.out.skip(list, SkipReason::TooBig));
            }
        }
        Ok(())
    }

    /// Reads the rows of a chat, whose name is the current key.
    fn chat(&mut self, section: Section) -> io::Result<()> {
        let name = chat_name(self.keys.last().map_or("", String::as_str));
        let list = self.out.list_at(section, self.keys[..self.keys.len() - 1].join("/"));
        self.look_at_list(list)?;
        self.array(list, |out, row| out.json(Target { list, thread: Some(&name) }, row))
    }
}
