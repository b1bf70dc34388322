// ISO-QMS — sending what the phone keeps. Sending twice is harmless: every act has a number of its own, made here.
"use strict";

(() => {
  const { shell } = Pocket;
  const BATCH = 50;
  const PATIENCE = 60000;
  let running = false;
  let again = false;

  // What the bar at the top says: offline, sending, sent, signin, other, gone, trouble.
  Pocket.net = navigator.onLine ? "sending" : "offline";
  const tell = (net) => { Pocket.net = net; document.dispatchEvent(new CustomEvent("pocket-net")); };

  Pocket.sync = async () => {
    if (running) { again = true; return; }
    running = true;
    try {
      do {
        again = false;
        // Two windows of one phone must not send at the same time; the second one leaves it to the first.
        const mine = (lock) => (lock ? send() : undefined);
        if (navigator.locks) await navigator.locks.request(`pocket-${Pocket.person}`, { ifAvailable: true }, mine);
        else await send();
      } while (again);
    } finally {
      running = false;
    }
  };

  // Fetches the pocket of a visit and keeps it; answers the token for sending, or nothing where it cannot be had.
  Pocket.fetchPocket = async (number, url) => {
    const before = await Pocket.pocket(number);
    const headers = { Accept: "application/json" };
    if (before) headers["If-None-Match"] = `"${before.contents.etag}"`;
    const answer = await asked(url, { headers, redirect: "manual", cache: "no-store" });
    if (answer.type === "opaqueredirect") return void tell("signin");
    const isMine = answer.headers.get("X-Pocket-Person") === String(Pocket.person);
    if (isMine && [403, 404].includes(answer.status)) return void (await leave(number));
    if (answer.status !== 200 && answer.status !== 304) return void tell("trouble");
    if (!isMine) return void tell("other");
    await Pocket.learnTime(answer.headers.get("X-Pocket-Now"));
    if (answer.status === 200) await Pocket.save(number, await answer.json()).catch(goOnWhenFull);
    return answer.headers.get("X-Pocket-Token");
  };

  // A phone without room keeps what it has of a visit, and sends: that makes room.
  function goOnWhenFull(error) {
    if (error?.name !== "QuotaExceededError") throw error;
  }

  // Whoever is not of the team any more keeps nothing of it but what was never sent.
  async function leave(number) {
    const left = await Pocket.giveBack(number);
    // While something was never sent, the page stays too: it is the only way to that, and tells nothing by itself.
    if (!left) await Pocket.forgetPage(number);
    tell("gone");
    if (number === Pocket.number) document.dispatchEvent(new CustomEvent("pocket-gone", { detail: left }));
  }

  Pocket.forgetPage = async (number) => {
    const pages = await caches.open("pocket-pages");
    for (const one of await pages.keys()) if (one.url.endsWith(`/inspections/${number}/pocket`)) await pages.delete(one);
  };

  async function send() {
    if (!navigator.onLine) return tell("offline");
    try {
      const token = await Pocket.fetchPocket(Pocket.number, shell.dataset.json);
      if (!token) return;
      const waiting = (await Pocket.acts()).filter((act) => act.status === "waiting");
      if (waiting.length) {
        tell("sending");
        await upload(waiting, token);
        for (let at = 0; at < waiting.length; at += BATCH) await post(waiting.slice(at, at + BATCH), token);
        await Pocket.fetchPocket(Pocket.number, shell.dataset.json);
      }
      await Pocket.leaveNothingBehind(Pocket.number);
      tell("sent");
    } catch (error) {
      tell(navigator.onLine && !(error instanceof TypeError) ? "trouble" : "offline");
    }
  }

  async function upload(waiting, token) {
    const hashes = [...new Set(waiting.map((act) => act.payload.sha256).filter(Boolean))];
    for (let at = 0; at < hashes.length; at += 40) {
      const query = hashes.slice(at, at + 40).map((one) => `sha=${one}`).join("&");
      const { missing } = await json(`${shell.dataset.parts}?${query}`);
      for (const sha256 of missing) {
        const part = await Pocket.part(sha256);
        if (part) await json(`${shell.dataset.parts}/${sha256}`, token, part.blob, "application/octet-stream");
      }
    }
  }

  async function post(acts, token) {
    const names = ["uuid", "device", "counter", "author", "kind", "payload", "bases", "captured_at"];
    const sent = acts.map((act) => Object.fromEntries(names.map((one) => [one, act[one]])));
    const { results } = await json(shell.dataset.acts, token, JSON.stringify({ acts: sent }), "application/json");
    for (const act of acts) await note(act, results[act.uuid]);
  }

  function note(act, answer) {
    const at = Pocket.now().toISOString();
    if (answer?.outcome === "accepted") return Pocket.change(act.uuid, { status: "sent", reason: "", sent_at: at });
    if (answer?.outcome === "refused") return Pocket.change(act.uuid, { status: "refused", reason: answer.reason, sent_at: at });
    if (answer?.outcome === "unreadable") return Pocket.change(act.uuid, { status: "refused", reason: "", sent_at: at });
    return Pocket.change(act.uuid, { reason: answer?.reason ?? "" });
  }

  // A visit that is over leaves the phone by itself, once everything of it has been sent and looked at.
  Pocket.leaveNothingBehind = async (number) => {
    const kept = await Pocket.pocket(number);
    if (!kept?.contents.inspection.over) return;
    const left = (await Pocket.acts(number)).filter((act) => act.status !== "sent");
    if (left.length) return;
    await Pocket.clear(number);
    await Pocket.forgetPage(number);
    if (number === Pocket.number) document.dispatchEvent(new CustomEvent("pocket-left"));
  };

  async function json(url, token, body, type) {
    const headers = { Accept: "application/json" };
    if (body !== undefined) Object.assign(headers, { "Content-Type": type, "X-CSRFToken": token });
    const answer = await asked(url, { method: body === undefined ? "GET" : "POST", headers, body, redirect: "manual" });
    if (!answer.ok) throw new Error(`${answer.status}`);
    return answer.json();
  }

  function asked(url, options) {
    const signal = AbortSignal.timeout?.(PATIENCE);
    return fetch(url, { credentials: "same-origin", ...options, ...(signal && { signal }) });
  }

  // ── The page and what it is drawn with are kept for the time without a network. ──

  Pocket.keepPages = async (paths) => {
    if (!("serviceWorker" in navigator)) return;
    await navigator.serviceWorker.register(shell.dataset.worker);
    const [pages, looks] = await Promise.all(["pocket-pages", "pocket-looks"].map((one) => caches.open(one)));
    for (const path of paths) {
      const answer = await fetch(path, { redirect: "manual" });
      if (!answer.ok) continue;
      // First what a page is drawn with, then the page: kept by half it would open without its scripts.
      for (const url of drawnWith(await answer.clone().text())) if (!(await looks.match(url, { ignoreVary: true }))) await looks.add(url);
      await pages.put(path, answer);
    }
    const fonts = performance.getEntriesByType("resource").map((one) => one.name).filter((one) => one.includes(".woff2"));
    for (const url of fonts) if (!(await looks.match(url, { ignoreVary: true }))) await looks.add(url);
    // Sheets and scripts of an earlier release are of no use once no page that is kept is drawn with them.
    const wanted = new Set();
    for (const one of await pages.keys()) for (const url of drawnWith(await (await pages.match(one)).text())) wanted.add(url);
    for (const one of await looks.keys()) if (!one.url.includes(".woff2") && !wanted.has(one.url)) await looks.delete(one);
  };

  const drawnWith = (text) => [...text.matchAll(/(?:src|href)="([^"]*\/static\/[^"]+)"/g)].map(([, path]) => new URL(path, location.href).href);
})();
