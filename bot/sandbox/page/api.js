/** The control API over fetch, and the live stream over Server-Sent Events. */

/** @typedef {import("./types.js").Event} Event */
/** @typedef {import("./types.js").Snapshot} Snapshot */

const ROOT = "/sandbox/api";
const FIRST_DELAY = 400;
const LONGEST_DELAY = 4000;

/** The control API said no, in words a person may read. */
export class Refused extends Error {}

/**
 * Ask the control API.
 * @param {string} method
 * @param {string} path below the root
 * @param {object} [body]
 * @returns {Promise<any>} the result
 */
export async function request(method, path, body) {
  /** @type {RequestInit} */
  const options = { method, cache: "no-store" };
  if (method !== "GET") {
    options.headers = { "Content-Type": "application/json" };
    options.body = JSON.stringify(body ?? {});
  }
  const response = await fetch(ROOT + path, options);
  const answer = await response.json().catch(() => null);
  if (!answer) throw new Refused(`The sandbox answered ${response.status} without JSON`);
  if (!answer.ok) throw new Refused(answer.error ?? `status ${response.status}`);
  return answer.result;
}

/**
 * Act as a person.
 * @param {string} verb
 * @param {object} body
 */
export const act = (verb, body) => request("POST", `/acts/${verb}`, body);

/** @param {string} path */
export const get = (path) => request("GET", path);

/** @param {string} fileId */
export const fileUrl = (fileId) => `${ROOT}/files/${encodeURIComponent(fileId)}`;

/**
 * Follow everything that happens. After any break it starts afresh from a snapshot: a restarted
 * server counts its events from one again, so continuing by number could miss some.
 */
export class Stream {
  /**
   * @param {{snapshot: (snapshot: Snapshot) => void, event: (event: Event) => void,
   *   state: (live: boolean) => void}} listener
   */
  constructor(listener) {
    this.listener = listener;
    this.delay = FIRST_DELAY;
    /** @type {EventSource | null} */
    this.source = null;
    this.attempt = 0;
    addEventListener("online", () => this.source || this.connect());
  }

  /** Fetch the snapshot and follow from there; tries again until it works. */
  async connect() {
    const attempt = ++this.attempt;
    this.source?.close();
    this.source = null;
    try {
      const snapshot = await get("/snapshot");
      if (attempt !== this.attempt) return;
      this.listener.snapshot(snapshot);
      this.follow(snapshot.seq);
    } catch (error) {
      if (attempt === this.attempt) this.retry();
    }
  }

  /** @param {number} seq */
  follow(seq) {
    const source = new EventSource(`${ROOT}/events?after=${seq}`);
    this.source = source;
    source.onopen = () => {
      this.delay = FIRST_DELAY;
      this.listener.state(true);
    };
    source.onmessage = ({ data }) => {
      const event = JSON.parse(data);
      if (event.type !== "resync") this.listener.event(event);
      if (event.type === "resync" || event.type === "reset") this.connect();
    };
    source.onerror = () => {
      if (source !== this.source) return;
      source.close();
      this.source = null;
      this.retry();
    };
  }

  retry() {
    this.listener.state(false);
    const attempt = this.attempt;
    setTimeout(() => attempt === this.attempt && this.connect(), this.delay);
    this.delay = Math.min(this.delay * 2, LONGEST_DELAY);
  }
}
