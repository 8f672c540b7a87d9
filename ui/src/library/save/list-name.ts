import type { BackupView, Chat, ListQuery } from "../../ipc/bindings";
import { apart, moment, unmarked } from "../../text/format";
import { m } from "../../text/messages";
import { GROUP, subject } from "../../text/names";
import { SECTION } from "../../text/sections";
import { chips, dateText } from "../days/filters";

/* What a saved list is called, and what is in it. */

/** The name of a backup in a filter. */
export const backupName = ({ fileName, request, asOf }: BackupView): string =>
  `${fileName ?? subject(request)}, ${moment(asOf)}`;

/** The conditions of a filter in words. That of a chat is its title. */
export function conditions({ filter }: ListQuery, backups: BackupView[]): string[] {
  const { sections, text, titled, repeated, backup } = filter;
  const found = backups.find(({ id }) => id === backup);
  return [
    text.trim() === "" ? null : m.page_words({ text: apart(text.trim()) }),
    dateText(filter),
    ...chips({ ...filter, chat: null }, () => null).map((chip) => chip.text),
    ...sections.map((section) => SECTION[section]()),
    titled ? m.list_titled() : null,
    repeated ? m.list_repeated() : null,
    found ? m.page_from_backup({ name: apart(backupName(found)) }) : null,
  ].filter((each) => each !== null);
}

/** The title of a list without its filter. */
export function listTitle({ group }: ListQuery, chat: Chat | null): string {
  if (chat === null) return GROUP[group].name();
  const name = apart(chat.name);
  return chat.section === "groupMessage" ? m.save_group_title({ name }) : m.save_chat_title({ name });
}

/** The title of its file, without an extension: `Satchel – Watch history – 2024`. */
export function fileTitle(query: ListQuery, chat: Chat | null, backups: BackupView[]): string {
  const shown = conditions(query, backups).join(", ");
  const list = listTitle(query, chat);
  return unmarked(m.save_file({ list: shown === "" ? list : m.save_list_name({ list, shown }) }));
}
