import type { Completion, Group } from "../ipc/bindings";
import type { Store } from "../state/store.svelte";
import { completed, groupIn, wordAt } from "./query-text";
import { Finder } from "./finder.svelte";
import { keep, nextGroup, optionsOf, step, type Option } from "./options";

/** The palette: what stands in its box, what is chosen below it, and what its keys do. */
export class Palette {
  readonly finder: Finder;
  text = $state("");
  caret = $state(0);
  /** The group that alone is shown after "Show all". */
  only = $state<Group | null>(null);
  at = $state(0);
  completion = $state(-1);
  #store: Store;
  /** What the person has chosen, so that it stays chosen. */
  #chosen = $state.raw<Option | undefined>();
  /** Puts text and caret into the box itself. */
  #put: (text: string, caret: number) => unknown;

  readonly group = $derived(this.only ?? groupIn(this.text));
  readonly word = $derived(wordAt(this.text, this.caret));
  readonly options: Option[] = $derived.by(() => optionsOf(this.finder.found, this.group));
  readonly active: Option | undefined = $derived(this.options[this.at]);
  /**
   * What the box names to screen readers: only what was chosen by key or pointer. One that is led to the first result while
   * its person still types, takes the next letters for commands of its own (Orca does).
   */
  readonly named: Option | undefined = $derived(this.#chosen && this.active);
  readonly completions: Completion[] = $derived.by(() => (this.word ? this.finder.completions : []));

  constructor(store: Store, put: (text: string, caret: number) => unknown) {
    this.#store = store;
    this.#put = put;
    this.finder = new Finder(store.client);
  }

  ask(): void {
    this.finder.ask(this.text, this.group, this.word?.raw ?? "");
  }

  /** New options have come: what was chosen stays so, wherever it stands now. */
  settle(options: Option[]): void {
    this.at = keep(this.#chosen, options);
  }

  choose(place: number): void {
    this.at = place;
    this.#chosen = this.options[place];
  }

  typed(caret: number): void {
    this.caret = caret;
    this.completion = -1;
    this.#chosen = undefined;
  }

  write(text: string, caret = text.length): void {
    this.text = text;
    this.typed(caret);
    this.#put(text, caret);
  }

  complete(taken: Completion | undefined): void {
    if (!this.word || !taken) return;
    const next = completed(this.text, this.word, taken.insert);
    this.finder.forget();
    this.write(next.text, next.caret);
  }

  open(option: Option): void {
    if (option.kind === "all") {
      this.only = option.group;
      this.#chosen = undefined;
      this.#put(this.text, this.caret);
      return;
    }
    const store = this.#store;
    store.searching = false;
    if (option.kind === "list") {
      store.go(option.group, { filter: { text: this.finder.found?.words.join(" ") ?? "" } });
      return;
    }
    const { row } = option.hit;
    store.go(option.group, { record: row.id, filter: row.chat === null ? {} : { chat: row.chat } });
  }

  /** Whether the key was one of the palette's. */
  press(event: KeyboardEvent): boolean {
    const { options, completions, active } = this;
    const { key } = event;
    const by = { ArrowDown: 1, ArrowUp: -1 }[key];
    if (by !== undefined && completions.length > 0 && this.word?.raw.includes(":")) {
      // What follows an operator is chosen with the arrows; a bare word is more likely meant as it stands.
      this.completion = step(this.completion, by, completions.length);
    } else if (by !== undefined && options.length > 0) {
      this.choose(step(this.at, by, options.length));
    } else if (key === "Tab" && !event.shiftKey && completions.length > 0) {
      this.complete(completions[Math.max(0, this.completion)]);
    } else if (key === "Tab" && !event.shiftKey) {
      // Beyond the last group the key goes on to the filters, as it does everywhere.
      const next = nextGroup(options, this.at);
      if (next === null) return false;
      this.choose(next);
    } else if (key === "Enter" && this.completion >= 0) {
      this.complete(completions[this.completion]);
    } else if (key === "Enter" && (event.ctrlKey || event.metaKey)) {
      if (active?.kind === "hit") void this.#store.followLink(active.hit.row);
    } else if (key === "Enter" && active) {
      this.open(active);
    } else if (key === "Escape" && completions.length > 0) {
      this.finder.forget();
    } else if (key === "Backspace" && this.text === "" && this.only !== null) {
      this.only = null;
    } else return false;
    return true;
  }
}
