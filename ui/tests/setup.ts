import { afterEach, vi } from "vitest";

// jsdom draws nothing: a modal dialog is merely open.
HTMLDialogElement.prototype.showModal ??= function (this: HTMLDialogElement) {
  this.open = true;
};
HTMLDialogElement.prototype.close ??= function (this: HTMLDialogElement) {
  this.open = false;
};

afterEach(() => vi.useRealTimers());
