/** What happens, as it happens; and when the line breaks, starting afresh without losing or doubling anything. */

const KINDS = ["message", "changed", "deleted", "acting", "bot", "call", "blocked"];
const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 5000;

/** Keeps a world up to date for one person. */
export class Live {
  #source = null;
  #timer = 0;
  #pause = FIRST_PAUSE;
  #ended = false;

  /**
   * @param {import("./api.js").Api} api
   * @param {{load: (state: Object) => void, happened: (kind: string, event: Object) => void,
   *   connected: (is: boolean) => void}} listener
   */
  constructor(api, listener) {
    this.api = api;
    this.listener = listener;
    this.#connect();
  }

  /** Listen no more. */
  end() {
    this.#ended = true;
    clearTimeout(this.#timer);
    this.#source?.close();
  }

  /**
   * Listen first, then load the state, then tell what happened meanwhile: told in this order nothing can be
   * missed, and what the state already holds is only told once more, which changes nothing.
   */
  #connect() {
    const source = new EventSource(this.api.events);
    let early = [];
    this.#source = source;
    for (const kind of KINDS) {
      source.addEventListener(kind, ({ data }) => {
        const event = JSON.parse(data);
        if (early) early.push([kind, event]);
        else this.listener.happened(kind, event);
      });
    }
    source.addEventListener("open", async () => {
      try {
        const state = await this.api.state();
        if (this.#ended || source !== this.#source) return;
        this.listener.load(state);
      } catch {
        this.#retry(source);
        return;
      }
      for (const [kind, event] of early) this.listener.happened(kind, event);
      early = null;
      this.#pause = FIRST_PAUSE;
      this.listener.connected(true);
    });
    source.addEventListener("error", () => this.#retry(source));
  }

  #retry(source) {
    if (this.#ended || source !== this.#source) return;
    source.close();
    this.#source = null;
    this.listener.connected(false);
    this.#timer = setTimeout(() => this.#connect(), this.#pause);
    this.#pause = Math.min(this.#pause * 2, LONGEST_PAUSE);
  }
}
