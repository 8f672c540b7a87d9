import type { Completion, Group } from "../ipc/bindings";
import { recordPlace } from "../library/sections";
import { chatsPlace, groupPlace, personPlace } from "../state/places";
import type { Store } from "../state/store.svelte";
import { applyCompletion, groupIn, wordAt } from "./query-text";
import { Finder } from "./finder.svelte";
import { indexOfOption, nextGroup, optionsOf, step, type Option } from "./options";

/** The state of the search palette: text, active option and keyboard handling. */
export class Palette {
  readonly finder: Finder;
  text = $state("");
  caret = $state(0);
  /** The one group that is shown after "Show all". */
  only = $state<Group | null>(null);
  at = $state(0);
  completion = $state(-1);
  #store: Store;
  /** The option that the user chose, so that it stays active. */
  #chosen = $state.raw<Option | undefined>();
  /** Sets the text and the caret of the search box. */
  #setInput: (text: string, caret: number) => unknown;

  readonly group = $derived(this.only ?? groupIn(this.text));
  readonly word = $derived(wordAt(this.text, this.caret));
  readonly options: Option[] = $derived.by(() => optionsOf(this.finder.found, this.group));
  readonly active: Option | undefined = $derived(this.options[this.at]);
  /**
   * The option that the search box refers to for screen readers: only one that was chosen by key or pointer. If it
   * referred to the first result while the user is still typing, Orca would treat the next letters as its own
   * commands.
   */
  readonly named: Option | undefined = $derived(this.#chosen && this.active);
  /** One letter begins too many words: suggestions would cover the filters at most of them. */
  readonly completions: Completion[] = $derived.by(() =>
    this.word && this.word.raw.length > 1 ? this.finder.completions : [],
  );

  constructor(store: Store, setInput: (text: string, caret: number) => unknown) {
    this.#store = store;
    this.#setInput = setInput;
    this.finder = new Finder(store.client);
  }

  ask(): void {
    this.finder.ask(this.text, this.group, this.word?.raw ?? "");
  }

  /** New options have arrived: the chosen one stays active at its new index. */
  updateOptions(options: Option[]): void {
    this.at = indexOfOption(this.#chosen, options);
  }

  choose(index: number): void {
    this.at = index;
    this.#chosen = this.options[index];
  }

  typed(caret: number): void {
    this.caret = caret;
    this.completion = -1;
    this.#chosen = undefined;
  }

  write(text: string, caret = text.length): void {
    this.text = text;
    this.typed(caret);
    this.#setInput(text, caret);
  }

  complete(taken: Completion | undefined): void {
    if (!this.word || !taken) return;
    const next = applyCompletion(this.text, this.word, taken.insert);
    this.finder.hideCompletions();
    this.write(next.text, next.caret);
  }

  open(option: Option): void {
    if (option.kind === "all") {
      this.only = option.only;
      this.#chosen = undefined;
      this.#setInput(this.text, this.caret);
      return;
    }
    const store = this.#store;
    store.searching = false;
    if (option.kind === "name") {
      const { name, person, chat } = option.name;
      store.go(person ? personPlace(name) : chatsPlace(chat));
      return;
    }
    if (option.kind === "list") {
      const text = this.finder.found?.words.join(" ") ?? "";
      store.go(groupPlace(option.group, { filter: { text } }));
      return;
    }
    store.go(recordPlace(option.hit.row));
  }

  /** Returns whether the key was handled. */
  press(event: KeyboardEvent): boolean {
    const { options, completions, active } = this;
    const { key } = event;
    const by = { ArrowDown: 1, ArrowUp: -1 }[key];
    if (by !== undefined && completions.length > 0 && this.word?.raw.includes(":")) {
      // Arrow keys choose a completion after an operator; a word without an operator is more likely meant literally.
      this.completion = step(this.completion, by, completions.length);
    } else if (by !== undefined && options.length > 0) {
      this.choose(step(this.at, by, options.length));
    } else if (key === "Tab" && !event.shiftKey && completions.length > 0) {
      this.complete(completions[Math.max(0, this.completion)]);
    } else if (key === "Tab" && !event.shiftKey) {
      // After the last group, Tab moves on to the filters.
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
      this.finder.hideCompletions();
    } else if (key === "Backspace" && this.text === "" && this.only !== null) {
      this.only = null;
    } else return false;
    return true;
  }
}
