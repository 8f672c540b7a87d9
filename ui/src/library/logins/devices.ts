import type { Row } from "../../ipc/bindings";

/** A device that signed in: number of logins, first and last time, and its systems, if known, the newest first. */
export type Device = {
  name: string;
  logins: number;
  from: number | null;
  to: number | null;
  systems?: string[];
};

/** A field of a login, under any of the names used by the versions of the export. */
export function fieldOf(row: Row, ...names: string[]): string {
  const plain = (name: string) => name.replace(/[\s_]/g, "").toLowerCase();
  const found = row.fields.find(({ name }) => names.some((each) => plain(each) === plain(name)));
  return found && found.value !== "N/A" ? found.value : "";
}

export const deviceOf = (row: Row): string => fieldOf(row, "DeviceModel");

/** The devices of some logins, which begin with the newest; the most frequent first. */
export function devices(rows: Row[]): Device[] {
  const made = new Map<string, Device>();
  for (const row of rows) {
    if (row.section !== "login") continue;
    const name = deviceOf(row);
    const device = made.get(name) ?? { name, logins: 0, from: null, to: null };
    device.logins += 1;
    const system = fieldOf(row, "DeviceSystem");
    if (system !== "" && !device.systems?.includes(system))
      device.systems = [...(device.systems ?? []), system];
    if (row.time !== null) {
      device.from = Math.min(device.from ?? row.time, row.time);
      device.to = Math.max(device.to ?? row.time, row.time);
    }
    made.set(name, device);
  }
  return [...made.values()].sort((a, b) => b.logins - a.logins);
}
