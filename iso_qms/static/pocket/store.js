// ISO-QMS — what the phone keeps: one database per person, written at once and to the disk.
"use strict";

window.Pocket = (() => {
  const shell = document.getElementById("pocket");
  const number = Number(shell?.dataset.number ?? 0);
  const person = Number(shell?.dataset.person ?? 0);
  const name = `pocket-${shell?.dataset.agency}-${person}`;
  let opened = null;

  // Whoever signed in last on this phone stands in a cookie, which is there without a network too. The page of another
  // person may still be kept here; it must not open their notes.
  function isMine() {
    const cookies = Object.fromEntries(document.cookie.split("; ").map((one) => one.split("=")));
    return person > 0 && cookies[shell.dataset.owner] === String(person);
  }

  function open() {
    opened ??= new Promise((done, fail) => {
      const asked = indexedDB.open(name, 1);
      asked.onupgradeneeded = () => {
        const made = asked.result;
        made.createObjectStore("pockets", { keyPath: "number" });
        made.createObjectStore("acts", { keyPath: "uuid" }).createIndex("number", "number");
        made.createObjectStore("parts", { keyPath: "sha256" }).createIndex("number", "number");
        made.createObjectStore("facts");
      };
      asked.onsuccess = () => done(asked.result);
      asked.onerror = () => fail(asked.error);
    });
    return opened;
  }

  const answered = (asked) => new Promise((done, fail) => {
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => fail(asked.error);
  });

  async function within(stores, mode, work) {
    const database = await open();
    // "strict" waits for the disk: a flat battery a moment later loses nothing that the screen called kept.
    const transaction = database.transaction(stores, mode, { durability: "strict" });
    const ended = new Promise((done, fail) => {
      transaction.oncomplete = done;
      transaction.onabort = transaction.onerror = () => fail(transaction.error);
    });
    try {
      const result = await work(...stores.map((one) => transaction.objectStore(one)));
      await ended;
      return result;
    } catch (error) {
      await ended.catch(() => {});
      throw error;
    }
  }

  // ── What the time is. The phone's clock may be wrong; the house tells its own whenever it is asked for a visit. ──

  const BELIEVED = 60000; // milliseconds: a difference as small as that is the way through the network
  let off = 0;

  const now = () => new Date(Date.now() + off);

  async function learnTime(told) {
    const found = new Date(told).getTime() - Date.now();
    if (Number.isNaN(found)) return;
    off = Math.abs(found) > BELIEVED ? found : 0;
    await within(["facts"], "readwrite", (facts) => { facts.put(off, "off"); });
  }

  async function recallTime() {
    off = (await within(["facts"], "readonly", (facts) => answered(facts.get("off")))) ?? 0;
  }

  async function keep(act, part = null) {
    const uuid = crypto.randomUUID();
    return within(["acts", "parts", "facts"], "readwrite", async (acts, parts, facts) => {
      const device = (await answered(facts.get("device"))) ?? crypto.randomUUID();
      const counter = ((await answered(facts.get("counter"))) ?? 0) + 1;
      // Whoever says something anew on this phone knows what they said on it before, in this window or in another.
      const item = itemOf(act);
      const earlier = item ? (await answered(acts.index("number").getAll(number))).filter((one) => itemOf(one) === item) : [];
      const whole = {
        captured_at: now().toISOString(), ...act, bases: [...new Set([...(act.bases ?? []), ...earlier.map((one) => one.uuid)])],
        uuid, device, counter, number, author: person, status: "waiting", size: part?.blob.size ?? 0,
      };
      facts.put(device, "device");
      facts.put(counter, "counter");
      if (part) parts.put({ ...part, number });
      acts.add(whole);
      return whole;
    });
  }

  // What an act fills, of which one stands; acts of other kinds stand for themselves.
  function itemOf({ kind, payload }) {
    if (kind === "answer") return `answer:${payload.unit}:${payload.question}`;
    if (kind === "seen") return `seen:${payload.unit}:${payload.day}:${payload.person}`;
    return "";
  }

  const acts = (of = number) => within(["acts"], "readonly", async (store) => {
    const found = await answered(store.index("number").getAll(of));
    return found.sort((one, other) => one.counter - other.counter);
  });

  const change = (uuid, changes) => within(["acts", "parts"], "readwrite", async (store, parts) => {
    const act = await answered(store.get(uuid));
    if (!act) return;
    store.put({ ...act, ...changes });
    // What the server has need not fill the phone; what it refused stays here too until somebody has seen it.
    if (changes.status === "sent" && act.payload.sha256) parts.delete(act.payload.sha256);
  });

  const forget = (uuid) => within(["acts", "parts"], "readwrite", async (store, parts) => {
    const act = await answered(store.get(uuid));
    if (act?.payload.sha256) parts.delete(act.payload.sha256);
    store.delete(uuid);
  });

  const part = (sha256) => within(["parts"], "readonly", (store) => answered(store.get(sha256)));
  const pocket = (of = number) => within(["pockets"], "readonly", (store) => answered(store.get(of)));
  const save = (of, contents) => within(["pockets"], "readwrite", (store) =>
    answered(store.put({ number: of, contents, loaded_at: now().toISOString() })));

  const clear = (of = number) => within(["pockets", "acts", "parts"], "readwrite", async (pockets, all, parts) => {
    pockets.delete(of);
    for (const store of [all, parts]) {
      for (const key of await answered(store.index("number").getAllKeys(of))) store.delete(key);
    }
  });

  // What was taken along for a visit and what was sent; what the house does not have stays, to be saved as a file.
  const giveBack = (of = number) => within(["pockets", "acts", "parts"], "readwrite", async (pockets, all, parts) => {
    pockets.delete(of);
    const [left, sent] = [[], []];
    for (const act of await answered(all.index("number").getAll(of))) (act.status === "sent" ? sent : left).push(act);
    for (const act of sent) {
      all.delete(act.uuid);
      if (act.payload.sha256) parts.delete(act.payload.sha256);
    }
    return left.length;
  });

  // Visits of which something was never sent, with how much of each.
  const leftOver = () => within(["acts"], "readonly", async (store) => {
    const left = {};
    for (const act of await answered(store.getAll())) if (act.status !== "sent") left[act.number] = (left[act.number] ?? 0) + 1;
    return Object.entries(left).map(([of, n]) => [Number(of), n]);
  });

  const numbers = () => within(["pockets"], "readonly", (store) => answered(store.getAllKeys()));

  async function sha256(blob) {
    const digest = await crypto.subtle.digest("SHA-256", await blob.arrayBuffer());
    return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  return { shell, number, person, isMine, now, learnTime, recallTime, clockIsOff: () => off, itemOf, keep, acts, change, forget,
    part, pocket, save, clear, giveBack, numbers, leftOver, sha256 };
})();
