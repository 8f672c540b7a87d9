import type { Field, Row } from "../../ipc/bindings";

/** Fields with a value. */
export const nonEmpty = (fields: Field[]) => fields.filter(({ value }) => value !== "" && value !== "N/A");

/** The last part of a field's name: `Products › product_name` and `ProductName` are the same. */
export const normalized = (name: string) =>
  (name.split(" › ").at(-1) ?? "").toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");

/** The value of the field with this name, if not empty. The name contains only lower-case letters and digits. */
export const valueOf = ({ fields }: Row, name: string): string | undefined =>
  nonEmpty(fields).find((each) => normalized(each.name) === name)?.value;

/** The value as a number; `undefined` if it is not one. */
export function numberOf(row: Row, name: string): number | undefined {
  const value = valueOf(row, name);
  return value !== undefined && /^\d{1,15}$/.test(value) ? Number(value) : undefined;
}
