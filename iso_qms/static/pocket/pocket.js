// ISO-QMS — the pocket: opens what the phone keeps, draws the screen the address names, and sends when it can.
"use strict";

(() => {
  const { shell, el, say } = Pocket;
  const bar = document.getElementById("net");
  const screen = document.getElementById("screen");
  const EVERY = 60000;
  const WHOLE = ["finding", "photo", "voice", "signature"]; // kept from a form, which may then be drawn anew
  let drawn = "";
  let submitted = null; // the form whose words are being kept
  let isKept = false; // something was kept whole since the screen was drawn last

  const list = document.getElementById("pocket-list");
  // Two windows of one phone show the same: what is kept in one is drawn in the other.
  const others = window.BroadcastChannel ? new BroadcastChannel(`pocket-${Pocket.person}-${Pocket.number}`) : null;

  async function begin() {
    navigator.storage?.persist?.();
    window.addEventListener("hashchange", () => Pocket.draw());
    window.addEventListener("online", go);
    window.addEventListener("offline", () => { Pocket.net = "offline"; tell(); });
    document.addEventListener("visibilitychange", () => { if (!document.hidden) go(); });
    document.addEventListener("pocket-net", tell);
    screen.addEventListener("submit", (event) => { submitted = event.target; }, true);
    document.addEventListener("pocket-left", Pocket.left);
    document.addEventListener("pocket-gone", () => Pocket.draw());
    others?.addEventListener("message", () => Pocket.draw());
    await Pocket.recallTime();
    setInterval(() => { if (navigator.onLine) go(); }, EVERY);
    await Pocket.draw();
    await go();
    if (navigator.onLine) await Pocket.keepPages([location.pathname]).catch(() => {});
    shell.dataset.ready = "1";
  }

  async function go() {
    await Pocket.sync();
    await Pocket.draw();
  }

  // Every tap is kept on the disk first; only then does the screen say so, and only then is anything sent.
  Pocket.act = (act) => kept(() => Pocket.keep(act));
  Pocket.actWith = (kind, blob, payload) => kept(() => Pocket.keepPart(kind, blob, payload));

  async function kept(work) {
    try {
      const act = await work();
      others?.postMessage("kept");
      if (WHOLE.includes(act.kind)) {
        isKept = true;
        if (submitted) submitted.dataset.kept = "";
        submitted = null;
      }
      await Pocket.draw();
      if (navigator.onLine) Pocket.sync().then(() => Pocket.draw());
      return act;
    } catch (error) {
      const full = error?.name === "QuotaExceededError";
      bar.after(el("p", { class: "error pocket-card", role: "alert" }, say(full ? "full" : "not_kept")));
      return null;
    }
  }

  Pocket.draw = async () => {
    const pocket = await Pocket.pocket();
    if (!pocket) return nothingHere(await Pocket.acts());
    const view = Pocket.view(pocket, await Pocket.acts());
    const [name, ...given] = location.hash.slice(1).split("/");
    const moved = drawn !== location.hash;
    if (!moved && isTyping()) return tell(view);
    const isNew = moved || isKept;
    isKept = false;
    const there = document.activeElement;
    const place = there?.name && screen.contains(there) ? [there.name, there.value] : null;
    const scrolled = window.scrollY;
    screen.replaceChildren(...(Pocket.screens[name] ?? Pocket.screens.home)(view, ...given).filter(Boolean));
    drawn = location.hash;
    if (isNew) screen.querySelector("[data-title]")?.focus({ preventScroll: true });
    window.scrollTo(0, isNew ? 0 : scrolled);
    if (!isNew && place) [...screen.querySelectorAll(`[name="${CSS.escape(place[0])}"]`)].find((one) => one.value === place[1])?.focus({ preventScroll: true });
    tell(view);
  };

  // A form that somebody is filling in is left alone: it would lose what is typed, drawn or covered. One that was kept
  // has nothing to lose, but by then the next picture may stand on the same screen.
  function isTyping() {
    const there = document.activeElement;
    const writes = screen.contains(there) && there.matches("textarea, select, input:not([type=radio], [type=checkbox])");
    return (writes && !there.closest("[data-kept]")) || Boolean(screen.querySelector("form:not([data-kept]) canvas, [data-busy]"));
  }

  async function tell(view) {
    const acts = view?.acts ?? (await Pocket.acts());
    const waiting = acts.filter((act) => act.status === "waiting").length;
    const refused = acts.filter((act) => act.status === "refused").length;
    const net = Pocket.net === "sent" && waiting ? "sending" : Pocket.net;
    bar.className = `net${net === "sent" && !refused ? " sent" : ""}`;
    const text = el("div", {}, el("b", {}, say(`net_${net}`)), refused ? el("span", {}, say("net_refused", { n: refused })) : "",
      net === "signin" ? el("a", { href: shell.dataset.signin }, say("sign_in_again")) : "");
    const count = el("a", { href: "#unsent", class: "pending", "data-pending": String(waiting) }, String(waiting), el("small", {}, say("not_sent")));
    bar.replaceChildren(...[Pocket.icon(net === "sent" && !refused ? "check" : "late"), text, count].filter(Boolean));
    bar.hidden = false;
  }

  // Without the visit itself only what was never sent is left to be looked at.
  function nothingHere(acts) {
    const word = Pocket.net === "gone" ? "is_gone" : navigator.onLine ? "loading" : "not_taken";
    const left = acts.length ? Pocket.screens.unsent(Pocket.withoutVisit(acts)).slice(1) : [];
    screen.replaceChildren(el("p", { class: "pocket-card", role: "status" }, say(word)), ...left.filter(Boolean));
    drawn = "";
    tell();
  }

  Pocket.left = () => {
    screen.replaceChildren(el("p", { class: "pocket-card", role: "status" }, say("cleared")), el("p", { class: "pocket-card" }, el("a", { class: "button", href: shell.dataset.home }, say("back"))));
    drawn = "left";
  };

  // The page of another person: not even which visit it is of may be read here.
  function locked() {
    if (bar) bar.hidden = true;
    document.title = say("others");
    document.querySelector(".corridor-top")?.replaceChildren(el("h1", {}, say("locked")));
    (screen ?? shell).replaceChildren(el("p", { class: "pocket-card", role: "alert" }, say("others")), el("p", { class: "pocket-card" }, el("a", { class: "button", href: shell.dataset.signin }, say("sign_in_again"))));
  }

  // The list of visits: each is fetched with its page, so that it opens on the way without a network.
  async function takeAlong() {
    const rows = [...(list?.querySelectorAll("[data-number]") ?? [])];
    const paths = [location.pathname, ...rows.map((row) => row.querySelector("a").pathname)];
    if (navigator.onLine) {
      navigator.storage?.persist?.();
      for (const row of rows) await Pocket.fetchPocket(Number(row.dataset.number), row.dataset.json).catch(() => {});
      await askForTheRest(rows);
      await Pocket.keepPages(paths).catch(() => {});
    }
    for (const row of rows) {
      const pocket = await Pocket.pocket(Number(row.dataset.number));
      const waiting = (await Pocket.acts(Number(row.dataset.number))).filter((act) => act.status === "waiting").length;
      const state = row.querySelector("[data-state]");
      state.textContent = pocket ? state.dataset.kept.replace("{at}", since(pocket.loaded_at)).replace("{n}", waiting) : state.dataset.absent;
    }
    await tellOfTheRest(rows);
    shell.dataset.ready = "1";
  }

  // What was never sent of a visit that stands in no list any more is reached from here alone.
  async function tellOfTheRest(rows) {
    const listed = rows.map((row) => Number(row.dataset.number));
    const left = (await Pocket.leftOver()).filter(([number]) => !listed.includes(number));
    if (!left.length) return;
    document.getElementById("pocket-rest").replaceChildren(...left.map(([number, n]) => el("p", {},
      el("a", { class: "button whole", href: shell.dataset.page.replace("/0/", `/${number}/`) }, Pocket.icon("late"), say("left_over", { n })))));
  }

  // What was fetched today by its time, what is older by its day: it may say something else by now.
  function since(moment) {
    const today = Pocket.day(moment) === Pocket.day(Pocket.now());
    return today ? Pocket.clock(moment) : `${Pocket.clock(moment)} ${Pocket.day(moment).split("-").reverse().join("/")}`;
  }

  // Visits that are kept here and stand in no list any more: over, or of a team one has left.
  async function askForTheRest(rows) {
    const listed = rows.map((row) => Number(row.dataset.number));
    for (const number of await Pocket.numbers()) {
      const url = shell.dataset.json.replace("/0/", `/${number}/`);
      if (!listed.includes(number)) await Pocket.fetchPocket(number, url).then(() => Pocket.leaveNothingBehind(number)).catch(() => {});
    }
  }

  if (!Pocket.isMine()) locked();
  else if (!Pocket.number) takeAlong();
  else begin();
})();
