import type { Field, Row } from "../../ipc/bindings";

/** Fields that say something. */
export const said = (fields: Field[]) => fields.filter(({ value }) => value !== "" && value !== "N/A");

/** A field's own name, whatever it stands in: `Products › product_name` and `ProductName` are one. */
const own = (name: string) => (name.split(" › ").at(-1) ?? "").toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");

/** What the field of this name says, if it says something. The name is in small letters and digits only. */
export const valueOf = ({ fields }: Row, name: string): string | undefined =>
  said(fields).find((each) => own(each.name) === name)?.value;

/** The same as a number; none where it is something else. */
export function numberOf(row: Row, name: string): number | undefined {
  const value = valueOf(row, name);
  return value !== undefined && /^\d{1,15}$/.test(value) ? Number(value) : undefined;
}
