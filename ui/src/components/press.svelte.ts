/** Runs what a button does; ignores a second press while it is running. */
export class Press {
  working = $state(false);

  async run(action: (() => unknown) | undefined): Promise<void> {
    if (this.working || !action) return;
    this.working = true;
    try {
      await action();
    } finally {
      this.working = false;
    }
  }
}
