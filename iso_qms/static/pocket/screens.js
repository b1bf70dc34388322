// ISO-QMS — the screens of the pocket: what is known, and the act that every tap becomes. Text is only ever set as text.
"use strict";

(() => {
  const words = Object.fromEntries([...document.querySelectorAll("#pocket-words > [data-word]")].map((one) =>
    [one.dataset.word, one.textContent]));
  const pairs = (name) => [...document.querySelectorAll(`#pocket-words > [data-of=${name}]`)].map((one) => ({
    name: one.dataset.name, label: one.textContent.trim(), tone: one.dataset.tone ?? "", names: one.dataset.names === "1",
  }));
  const TIMED = ["late", "left"];

  Pocket.say = (word, values = {}) => (words[word] ?? word).replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
  Pocket.lists = { statuses: pairs("statuses"), answers: pairs("answers"), kinds: pairs("kinds"),
    grades: pairs("grades"), clauses: pairs("clauses"), acts: pairs("acts") };
  const { say, lists } = Pocket;
  Pocket.label = (list, name) => lists[list].find((one) => one.name === name)?.label ?? name;

  Pocket.el = (tag, given = {}, ...inside) => {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(given)) {
      if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
      else if (name in made && typeof value !== "string") made[name] = value;
      else if (value !== null && value !== undefined) made.setAttribute(name, value);
    }
    made.append(...inside.flat().filter((one) => one !== null && one !== undefined && one !== ""));
    return made;
  };
  const { el } = Pocket;
  Pocket.icon = (name) => document.querySelector(`#pocket-icons > [data-icon="${name}"] > *`)?.cloneNode(true) ?? "";
  Pocket.clock = (moment) => new Date(moment).toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit" });
  const day = (moment) => new Date(new Date(moment).getTime() + 7 * 3600000).toISOString().slice(0, 10);

  // What stands on this phone: what was fetched, and over it what it has not sent yet, or sent after that.
  Pocket.view = (kept, acts) => {
    const { contents, loaded_at } = kept;
    const items = structuredClone(contents.items);
    const fresh = acts.filter((act) => act.status === "waiting" || (act.status === "sent" && act.sent_at > loaded_at));
    for (const act of fresh) {
      const item = Pocket.itemOf(act);
      if (item) items[item] = { value: act.payload, bases: [...(items[item]?.bases ?? []), act.uuid], local: true, at: Pocket.clock(act.captured_at) };
    }
    const started = contents.inspection.state === "under_way" || fresh.some((act) => act.kind === "start");
    return { ...contents, ...ofDay(contents, started), loaded_at, items, acts, fresh, started };
  };

  // What is left when the visit was given back: the acts alone, whose words are their own.
  Pocket.withoutVisit = (acts) => ({ acts, fresh: [], items: {}, units: [], checklists: [], inspection: { code: "ISO-QMS" } });

  // The day of the visit as this phone has it: before it begins, the one it is planned for; then today. On a day that was
  // not taken along the same people are expected, and nothing is known of their leave or of the hours.
  function ofDay(contents, started) {
    const here = day(Pocket.now());
    const of = started || here > contents.day ? here : contents.day;
    const unknown = (days) => ({ hours: null, roster: Object.values(days).at(-1).roster.map((one) => ({ ...one, away: [], expected: null })) });
    // What an earlier release took along knows one day only.
    return { day: of, units: contents.units.map((unit) => ({ ...unit, ...(unit.days && (unit.days[of] ?? unknown(unit.days))) })) };
  }

  const fill = (view, act) => Pocket.act({ ...act, bases: view.items[Pocket.itemOf(act)]?.bases ?? [] });

  // ── Home: the acts of a visit, unit by unit. ──

  Pocket.screens = {};
  Pocket.screens.home = (view) => [
    clockWarning(view),
    view.started ? null : el("div", { class: "pocket-card" }, el("p", {}, say("not_begun")),
      view.inspection.state === "planned" ? big(say("start"), "check", () => Pocket.act({ kind: "start", payload: {} })) : null),
    ...view.units.map((unit) => el("section", { class: "pocket-card" }, el("h2", {}, unit.name),
      el("p", { class: "little soft" }, hoursOf(unit)),
      unit.heads.map(([name, phone]) => el("p", { class: "little" }, name, " ", phone ? el("a", { class: "tel", href: `tel:${phone}` }, phone) : "")),
      el("div", { class: "pocket-acts" },
        link(`#count/${unit.id}`, say("count"), "person", `${countedOf(view, unit)} / ${unit.roster.length}`, unit.name),
        link(`#check/${unit.id}`, say("checklist"), "check", answeredOf(view, unit), unit.name)))),
    el("div", { class: "pocket-acts" },
      link("#finding", say("finding"), "pen", findingsOf(view).length),
      link("#photo", say("photo"), "camera", mediaOf(view)),
      link("#minutes", say("minutes"), "note"),
      link("#papers", say("papers"), "file", view.documents.length),
      link("#before", say("before"), "clock", view.before.length),
      link("#unsent", say("unsent"), "upload", Pocket.unsent(view).length)),
    team(view),
  ];

  const big = (label, icon, act) => el("button", { class: "button primary whole big", type: "button", onclick: act }, Pocket.icon(icon), label);
  const link = (href, label, icon, count = "", about = "") => el("a", { class: "button big", href }, Pocket.icon(icon), el("span", {}, label,
    about ? el("span", { class: "unseen" }, `: ${about}`) : ""), count === "" ? "" : el("b", { class: "pocket-count" }, String(count)));
  const hoursOf = (unit) => (unit.hours === null ? say("not_known") : unit.hours.length ? say("hours", { hours: unit.hours.map((one) => one.join("–")).join(", ") }) : say("closed"));
  const seenOf = (view, unit, person) => view.items[`seen:${unit.id}:${view.day}:${person.id}`];
  const countedOf = (view, unit) => unit.roster.filter((person) => seenOf(view, unit, person)).length;
  const answeredOf = (view, unit) => {
    const asked = view.checklists.flatMap((one) => one.questions);
    return `${asked.filter((one) => view.items[`answer:${unit.id}:${one.id}`]).length} / ${asked.length}`;
  };
  const findingsOf = (view) => [...view.findings, ...view.fresh.filter((act) => act.kind === "finding")];
  const mediaOf = (view) => view.acts.filter((act) => ["photo", "voice"].includes(act.kind)).length;

  // A clock that is off is put right by what the house said last; one that was set back since then cannot be.
  function clockWarning(view) {
    const by = Math.round(Pocket.clockIsOff() / 60000);
    const isBack = Pocket.now() < new Date(new Date(view.loaded_at).getTime() - 120000);
    if (isBack) return el("p", { class: "error pocket-card", role: "alert" }, say("clock_back"));
    return Math.abs(by) > 1 ? el("p", { class: "pocket-card tone-wait", role: "status" }, say("clock_off", { n: Math.abs(by) })) : null;
  }

  function team(view) {
    return el("section", { class: "pocket-card" }, el("h2", {}, say("team")), el("ul", { class: "lines", role: "list" },
      view.inspection.team.map(([name, post, phone, leads]) => el("li", {}, el("b", {}, name), leads ? ` · ${say("lead")}` : "", el("br"),
        el("small", { class: "soft" }, post), phone ? [el("br"), el("a", { class: "tel", href: `tel:${phone}` }, phone)] : ""))));
  }

  // ── The head-count: one thumb. The tap gives the time, the hours of that day the minutes. ──

  Pocket.screens.count = (view, unitId) => {
    const unit = view.units.find((one) => String(one.id) === unitId);
    if (!unit) return [el("p", {}, say("nothing"))];
    const open = unit.roster.filter((person) => !seenOf(view, unit, person));
    return [
      heading(say("count_of", { unit: unit.name }), hoursOf(unit)),
      el("ul", { class: "roster", role: "list" }, unit.roster.map((person) => personRow(view, unit, person))),
      el("div", { class: "corridor-end" }, el("p", {}, el("b", {}, say("counted", { n: unit.roster.length - open.length, total: unit.roster.length })),
        open.length ? say("still", { names: open.slice(0, 3).map((one) => one.name).join(", ") }) : ""),
        el("button", { class: "button primary", type: "button", disabled: open.length === unit.roster.length, onclick: async () => {
          await Pocket.act({ kind: "counted", payload: { unit: unit.id, day: view.day } });
          location.hash = "";
        } }, say("end_count"))),
    ];
  };

  function personRow(view, unit, person) {
    const seen = seenOf(view, unit, person);
    const chosen = seen?.value.status ?? "";
    const note = (status, moment) => fill(view, { kind: "seen", captured_at: moment.toISOString(), payload: {
      unit: unit.id, person: person.id, day: view.day, status, at: Pocket.clock(moment),
    } });
    return el("li", {}, el("fieldset", { disabled: !view.started }, el("legend", {}, el("b", {}, person.name), el("small", {}, person.post),
      person.away.map(([kind, part]) => el("span", { class: "known" }, Pocket.icon("calendar"), say(kind === "duty" ? "known_duty" : "known_leave"), part === "day" ? "" : `, ${say(part)}`))),
      el("div", { class: "tally-buttons of-six" }, lists.statuses.map(({ name, label, tone }) => el("label", { class: tone },
        el("input", { type: "radio", name: `seen-${person.id}`, value: name, checked: (chosen || person.expected) === name,
          onclick: () => { if (chosen !== name) note(name, Pocket.now()); } }), Pocket.icon(name), label))),
      seen ? el("div", { class: "tapped" }, el("span", {}, say("seen_at", { at: seen.value.at || seen.at }), ...minutesOf(unit, person, seen.value).flatMap((text) => [" · ", el("b", {}, text)])),
        el("details", { class: "note" }, el("summary", {}, say("another_time")), el("input", { class: "input", type: "time",
          "aria-label": say("time_of", { name: person.name }), onchange: (event) => {
            const moment = new Date(`${view.day}T${event.target.value}:00+07:00`);
            if (!Number.isNaN(moment.getTime()) && moment <= Pocket.now()) note(chosen, moment);
          } }))) : "",
      seen?.disputed ? el("p", { class: "little tone-wait" }, say("disputed")) : ""));
  }

  const minutes = (text) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5));

  // The same sum as the server's: office hours that were missed, without those of known leave and duty.
  function minutesOf(unit, person, { status, at }) {
    if (!TIMED.includes(status) || !at) return [];
    const away = { morning: [0, 720], afternoon: [720, 1440], day: [0, 1440] };
    const [from, to] = status === "late" ? [0, minutes(at)] : [minutes(at), 1440];
    let sum = 0;
    for (const [opens, closes] of unit.hours ?? []) {
      for (let now = Math.max(from, minutes(opens)); now < Math.min(to, minutes(closes)); now += 1) {
        if (!person.away.some(([, part]) => now >= away[part][0] && now < away[part][1])) sum += 1;
      }
    }
    return sum ? [say(status === "late" ? "minutes_late" : "minutes_early", { n: sum })] : [];
  }

  // ── The checklist. ──

  const { UNSEEN } = Pocket;

  Pocket.screens.check = (view, unitId) => {
    const unit = view.units.find((one) => String(one.id) === unitId);
    if (!unit) return [el("p", {}, say("nothing"))];
    return [heading(say("checklist_of", { unit: unit.name }), say("answered", { n: answeredOf(view, unit) })),
      ...view.checklists.flatMap((one) => [el("h2", { class: "roster-head" }, one.label),
        el("ul", { class: "roster", role: "list" }, one.questions.map((question) => questionRow(view, unit, question)))])];
  };

  function questionRow(view, unit, question) {
    const item = `answer:${unit.id}:${question.id}`;
    const known = view.items[item];
    const value = { answer: "", note: "", value: "", ...known?.value, ...Pocket.drafts.get(item) };
    const told = el("p", { class: "error little", role: "alert", hidden: !value.wrong }, value.wrong ?? "");
    const put = (changes) => {
      Object.assign(value, changes);
      const judged = Pocket.judged(question, value);
      told.textContent = value.wrong = judged.wrong;
      told.hidden = !judged.wrong;
      // What does not fit yet stays on the screen and is no act; everything else is kept at once.
      if (judged.wrong || !judged.answer) return Pocket.drafts.set(item, value);
      Pocket.drafts.delete(item);
      return fill(view, { kind: "answer", payload: { unit: unit.id, question: question.id, answer: judged.answer, note: value.note, value: judged.value } });
    };
    const answers = lists.answers.filter(({ name }) => !question.tells || UNSEEN.includes(name));
    const choice = ({ name, label, tone }) => el("label", { class: tone }, el("input", { type: "radio", name: `answer-${question.id}`, value: name,
      checked: value.answer === name, onclick: () => { if (value.answer !== name) put({ answer: name, ...(UNSEEN.includes(name) && { value: "" }) }); } }), Pocket.icon(name), label);
    // Whoever writes down what was seen has seen it, whatever was said before.
    const wrote = (event) => put({ value: event.target.value, ...((question.tells || UNSEEN.includes(value.answer)) && { answer: "" }) });
    return el("li", {}, el("fieldset", { disabled: !view.started }, el("legend", {}, el("b", {}, question.text), question.basis ? el("small", {}, question.basis) : ""),
      question.guidance ? el("p", { class: "guidance little soft" }, question.guidance) : "",
      question.kind === "verdict" ? "" : el("div", { class: "value" }, valueInput(question, value.value, wrote),
        question.unit ? el("span", {}, question.unit) : "", question.limits ? el("small", { class: "soft" }, question.limits) : "",
        question.tells && value.answer && !UNSEEN.includes(value.answer) ? el("p", { class: value.answer === "not" ? "tone-late" : "tone-done" }, Pocket.label("answers", value.answer)) : ""), told,
      el("div", { class: `tally-buttons ${question.tells ? "of-two" : "of-four"}` }, answers.map(choice)),
      el("details", { class: "note", open: Boolean(value.note) }, el("summary", {}, say("note")), el("textarea", { class: "input", rows: "2",
        "aria-label": `${say("note")}: ${question.text}`, onchange: (event) => put({ note: event.target.value.trim() }) }, value.note)),
      known?.disputed ? el("p", { class: "little tone-wait" }, say("disputed")) : "",
      known?.value.answer === "not" ? el("p", { class: "made" }, el("a", { class: "button", href: `#finding/${unit.id}/${question.id}` }, Pocket.icon("pen"), say("make_finding"), el("span", { class: "unseen" }, `: ${question.text}`))) : ""));
  }

  function valueInput(question, value, onchange) {
    const named = { class: "input", name: `value-${question.id}`, "aria-label": say("value_of", { question: question.text }), onchange };
    if (question.kind === "number") return el("input", { ...named, inputmode: "decimal", autocomplete: "off", maxlength: "30", value: Pocket.shownNumber(value) });
    if (question.kind === "time") return el("input", { ...named, type: "time", value });
    if (question.kind === "choice") return el("select", named, [["", say("choose")], ...question.choices].map(([key, text]) => el("option", { value: key, selected: key === value }, text)));
    return el("textarea", { ...named, rows: "2", maxlength: "2000" }, value);
  }

  // ── A finding. ──

  Pocket.screens.finding = (view, unitId = "", questionId = "") => {
    const asked = view.checklists.flatMap((one) => one.questions.map((question) => ({ ...question, topic: one.topic }))).find((one) => String(one.id) === questionId);
    const seen = asked ? view.items[`answer:${unitId}:${asked.id}`]?.value : null;
    const note = seen ? [seen.value ? `${asked.text} ${Pocket.saidValue(asked, seen.value)}` : "", seen.note].filter(Boolean).join(". ") : "";
    const kinds = lists.kinds.filter((one) => view.inspection.topics.some(([topic]) => topic === one.name));
    const form = el("form", { class: "stack pocket-card", onsubmit: (event) => { event.preventDefault(); keepFinding(view, form); } },
      select("unit", say("unit"), view.units.map((one) => [one.id, one.name]), unitId),
      select("kind", say("kind"), kinds.map((one) => [one.name, one.label]), asked?.topic),
      field("title", say("title"), { required: true, maxlength: "300" }),
      area("evidence", say("evidence"), { required: true }, note || (asked?.text ?? "")),
      select("grade", say("grade"), lists.grades.map((one) => [one.name, one.label]), "observation"),
      area("grade_reason", say("grade_reason")),
      field("article", say("article"), { maxlength: "300" }, asked?.basis ?? ""),
      select("clause", say("clause"), [["", say("none")], ...lists.clauses.map((one) => [one.name, one.label])]),
      view.documents.length ? select("document", say("document"), [["", say("none")], ...view.documents.map((one) => [one.id, one.code])]) : "",
      field("step", say("step"), { maxlength: "300" }), field("place", say("place"), { maxlength: "200" }),
      select("person", say("person"), [["", say("nobody")], ...view.units.flatMap((unit) => unit.roster.map((one) => [one.id, one.name]))]),
      el("p", { class: "error", role: "alert", hidden: true }),
      el("button", { class: "button primary big" }, say("keep")));
    const known = findingsOf(view);
    return [heading(say("finding"), say("finding_hint")), el("fieldset", { class: "plain", disabled: !view.started }, form),
      known.length ? el("section", { class: "pocket-card" }, el("h2", {}, say("noted")), el("ul", { class: "lines", role: "list" }, known.map(findingLine))) : ""];
  };

  const findingLine = (one) => el("li", {}, one.payload
    ? [el("b", {}, one.payload.title), el("br"), el("small", { class: "soft" }, Pocket.clock(one.captured_at)), " ", el("a", { href: `#photo/${one.uuid}` }, say("add_photo"))]
    : [el("b", { class: "code" }, one.code), " ", one.title, el("br"), el("small", { class: "soft" }, `${one.unit} · ${one.grade} · ${one.state}`)]);

  async function keepFinding(view, form) {
    const said = Object.fromEntries(new FormData(form));
    const names = lists.kinds.find((one) => one.name === said.kind)?.names;
    const wrong = (["minor", "major"].includes(said.grade) && !said.grade_reason.trim() && say("need_reason")) ||
      (!said.article.trim() && !said.clause && !said.document && say("need_criterion")) || (said.person && !names && say("names_nobody"));
    const alert = form.querySelector(".error");
    alert.hidden = !wrong;
    alert.textContent = wrong || "";
    if (wrong) return;
    const payload = { ...said, unit: Number(said.unit), person: said.person ? Number(said.person) : null, document: said.document ? Number(said.document) : null };
    const act = await Pocket.act({ kind: "finding", payload });
    if (act) location.hash = `#photo/${act.uuid}`;
  }

  const heading = (title, line = "") => el("div", { class: "pocket-title" }, el("a", { class: "button", href: "#" }, Pocket.icon("back"), say("back")),
    el("div", {}, el("h2", { tabindex: "-1", "data-title": "" }, title), line ? el("p", { class: "little soft" }, line) : ""));
  let fields = 0;
  const labelled = (label, input) => {
    input.id = `field-${(fields += 1)}`;
    return el("div", { class: "field" }, el("label", { for: input.id }, label), input);
  };
  const field = (name, label, more = {}, value = "") => labelled(label, el("input", { class: "input", name, value, ...more }));
  const area = (name, label, more = {}, value = "") => labelled(label, el("textarea", { class: "input", name, rows: "3", ...more }, value));
  const select = (name, label, options, chosen = "") => labelled(label, el("select", { class: "input", name }, options.map(([value, text]) =>
    el("option", { value: String(value), selected: String(value) === String(chosen) }, text))));
  Object.assign(Pocket, { heading, field, area, select, big });

  // ── What is only read: the procedures in force, and what was found before. ──

  Pocket.screens.papers = (view) => [heading(say("papers"), say("papers_hint")), ...(view.documents.length ? view.documents.map((one) =>
    el("details", { class: "pocket-card said" }, el("summary", {}, el("b", { class: "code" }, one.code), " ", one.title, el("br"), el("small", { class: "soft" }, one.revision || say("not_in_force"))),
      one.texts.map((block) => block.map(([name, text]) => el("p", {}, name ? [el("b", {}, `${name}: `)] : "", text))))) : [el("p", { class: "pocket-card" }, say("no_papers"))])];

  Pocket.screens.before = (view) => [heading(say("before"), say("before_hint")), el("section", { class: "pocket-card" }, view.before.length
    ? el("ul", { class: "lines", role: "list" }, view.before.map((one) => el("li", {}, el("b", { class: "code" }, one.code), ` ${one.title}`, el("br"), el("small", { class: "soft" }, `${one.on} · ${one.unit} · ${one.grade} · ${one.state}`))))
    : el("p", { class: "soft" }, say("none_before")))];
  Pocket.day = day;
})();
