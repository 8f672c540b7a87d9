import type { Snapshot } from "../bindings";
import { BACKUPS, DAY, NOON, person, snapshot } from "./fixtures";

/** What changes with the person who is shown, and with the owners of the backups. */
export type PeopleState = Pick<Snapshot, "people" | "accounts" | "backups">;

/** Shows a person, with the person's account. */
export function withPerson({ people, accounts, backups }: PeopleState, id: string): PeopleState {
  const accountId = people.find((each) => each.id === id)?.accountId ?? null;
  return {
    people: people.map((each) => ({ ...each, current: each.id === id })),
    accounts: accounts.map((each) => ({ ...each, current: each.id === accountId })),
    backups,
  };
}

/** Shows an account, and the person owner it is. */
export function withAccount({ people, accounts, backups }: PeopleState, id: string): PeopleState {
  return {
    people: people.map((each) => ({ ...each, current: each.accountId === id })),
    accounts: accounts
      .map((each) => ({ ...each, current: each.id === id }))
      .sort((a, b) => Number(b.current) - Number(a.current)),
    backups,
  };
}

/** An account is signed out. */
export function signedOut({ people, accounts, backups }: PeopleState, id: string): PeopleState {
  const out = { signedInUntil: null, allowed: [], permissions: [] };
  return {
    people,
    accounts: accounts.map((each) => (each.id === id ? { ...each, ...out } : each)),
    backups,
  };
}

/** A person is the same as another one, or nobody else. */
export function settled(
  { people, accounts, backups }: PeopleState,
  id: string,
  sameAs: string | null,
): PeopleState {
  return {
    people: people
      .filter((each) => sameAs === null || each.id !== id)
      .map((each) => (each.id === id ? { ...each, isUnsure: false } : each)),
    accounts,
    backups: backups.map((each) => (each.person === id ? { ...each, person: sameAs ?? id } : each)),
  };
}

/** A backup is this person's. */
export function assigned(
  { people, accounts, backups }: PeopleState,
  id: string,
  owner: string | null,
): PeopleState {
  return {
    people,
    accounts,
    backups: backups.map((each) => (each.id === id ? { ...each, person: owner } : each)),
  };
}

/** Backups of three people; owner the last one is, is uncertain. */
export const severalPeople = () => {
  const other = { accountId: null, current: false, backups: 1 };
  const backupOf = (owner: string, number: number) => ({
    ...BACKUPS[2]!,
    id: `backup of ${owner}`,
    fileName: `${owner}.zip`,
    savedAt: NOON - (number + 1) * DAY,
    person: owner,
  });
  return snapshot({
    people: [
      person(),
      person({ ...other, id: "noor", name: "noor.hq", userName: "noor.hq" }),
      person({ ...other, id: "unknown", name: null, userName: null, records: 310, isUnsure: true }),
    ],
    backups: [...BACKUPS, ...["noor", "unknown"].map(backupOf)],
  });
};
