// ISO-QMS — photos and voice notes on the screen, the minutes on the spot, and the truthful list of what is not sent.
"use strict";

(() => {
  const { el, say, screens, heading, field, area, select } = Pocket;

  // ── Photos and voice notes. ──

  // Either with a finding ("#photo/<act>"), or as evidence for an answer ("#photo/answer/<unit>/<question>").
  screens.photo = (view, about = "", unitId = "", questionId = "") => {
    const item = about === "answer" ? `answer:${unitId}:${questionId}` : "";
    const asked = item && view.checklists.flatMap((one) => one.questions).find((one) => String(one.id) === questionId);
    const findings = view.acts.filter((act) => act.kind === "finding" && act.status !== "refused");
    const belongs = item ? el("p", {}, el("b", {}, `${say("evidence_for")}: `), asked?.text ?? "")
      : select("about", say("belongs_to"), [["", say("the_visit")], ...findings.map((act) => [act.uuid, act.payload.title])], about);
    const chosen = () => belongs.querySelector("select")?.value ?? "";
    const input = el("input", { class: "input", type: "file", accept: "image/*", capture: "environment", id: "camera",
      onchange: (event) => taken(event.target) });
    const taken = async (from) => {
      // The screen may have been drawn anew while the camera was open: the picture goes where it stands now.
      const stage = document.getElementById("picture");
      if (!from.files[0] || !stage) return;
      stage.dataset.busy = ""; // Until the picture stands there, the screen is not drawn anew: it would be lost.
      stage.replaceChildren(...(await cover(view, from.files[0], chosen, item)));
      delete stage.dataset.busy;
      from.value = "";
    };
    const media = view.acts.filter((act) => ["photo", "voice"].includes(act.kind));
    return [heading(say("photo"), say("photo_hint")),
      el("fieldset", { class: "plain pocket-card stack", disabled: !view.started }, belongs,
        el("label", { class: "button big whole pocket-camera" }, Pocket.icon("camera"), say("take_photo"), input), item ? "" : voice(chosen)),
      el("div", { id: "picture" }),
      el("section", { class: "pocket-card" }, el("h2", {}, say("taken")), media.length
        ? el("ul", { class: "lines", role: "list" }, media.map((act) => el("li", {}, `${Pocket.label("acts", act.kind)} ${Pocket.clock(act.captured_at)} · ${kilobytes(act.size)} · ${say(`is_${act.status}`)}`)))
        : el("p", { class: "soft" }, say("none_taken")))];
  };

  const kilobytes = (bytes) => `${Math.max(1, Math.round(bytes / 1000))} kB`;

  async function cover(view, file, chosen, item) {
    let canvas;
    try {
      canvas = await Pocket.shrink(file);
    } catch {
      return [el("p", { class: "error", role: "alert" }, say("no_picture"))];
    }
    const told = el("p", { class: "little", role: "status" });
    const cursor = el("span", { class: "pocket-cursor", hidden: true });
    const tools = Pocket.coverable(canvas, (n) => { told.textContent = say("covered", { n }); });
    canvas.tabIndex = 0;
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", say("cover_keys"));
    canvas.addEventListener("cursor", ({ detail }) => {
      cursor.hidden = false;
      cursor.style.setProperty("inset", `${detail.top * 100}% auto auto ${detail.left * 100}%`);
    });
    const caption = field("caption", say("caption"), { maxlength: "60" });
    const box = (name, label, more = {}) => el("label", { class: "pocket-check" }, el("input", { type: "checkbox", name, ...more }), el("span", {}, label));
    const sure = box("sure", say("nobody_seen"), { required: !view.people_in_photos });
    const where = box("where", say("with_place"));
    const form = el("form", { class: "stack pocket-card", onsubmit: async (event) => {
      event.preventDefault();
      const button = form.querySelector("button.primary");
      button.disabled = true;
      const said = new FormData(form);
      const place = said.get("where") ? await Pocket.place() : null;
      const blob = await Pocket.asFile(canvas, "image/jpeg");
      const about = chosen();
      await Pocket.actWith("photo", blob, { about, caption: said.get("caption"), shows_people: !said.get("sure"), ...(item && { item }), ...(place && { place }) });
    } },
      el("h2", {}, say("cover")), el("p", { class: "little" }, say("cover_hint")), el("div", { class: "pocket-picture" }, canvas, cursor), told,
      el("div", { class: "pocket-acts" }, el("button", { class: "button", type: "button", onclick: tools.coverAll }, say("cover_all")),
        el("button", { class: "button", type: "button", onclick: async () => { form.replaceWith(...(await cover(view, file, chosen, item))); } }, say("again"))),
      caption, sure, where, el("button", { class: "button primary big" }, say("keep_photo")));
    return [form];
  }

  function voice(chosen) {
    if (!navigator.mediaDevices?.getUserMedia || !window.MediaRecorder) return "";
    let listening = null;
    const button = el("button", { class: "button big", type: "button", "aria-pressed": "false", onclick: async () => {
      try {
        if (!listening) {
          listening = await Pocket.listen();
          button.textContent = say("stop_voice");
          button.setAttribute("aria-pressed", "true");
        } else {
          const blob = await listening.stop();
          listening = null;
          await Pocket.actWith("voice", blob, { about: chosen(), ends: blob.type.includes("mp4") ? "m4a" : blob.type.includes("ogg") ? "ogg" : "webm" });
        }
      } catch {
        listening = null;
        button.after(el("p", { class: "error", role: "alert" }, say("no_voice")));
      }
    } }, say("voice"));
    return button;
  }

  // ── The minutes: read out, signed on glass or on paper, or not signed and seen by a witness. ──

  screens.minutes = (view) => {
    const summary = el("section", { class: "pocket-card", id: "summary" }, el("h2", {}, say("read_out")),
      el("dl", { class: "pocket-facts" }, view.facts.flatMap(([label, value]) => [el("dt", {}, label), el("dd", {}, value)])),
      view.units.map((unit) => unitSummary(view, unit)), findingsSummary(view));
    const signed = view.acts.filter((act) => act.kind === "signature" && act.status !== "refused");
    const open = view.signatures.filter((side) => !signed.some((act) => act.payload.unit === side && act.status === "waiting"));
    const sides = open.filter((side) => side || view.leads).map((side) => [side, side ? view.units.find((one) => one.id === side)?.name : say("the_team")]);
    return [heading(say("minutes"), say("minutes_hint")), summary,
      el("button", { class: "button whole", type: "button", onclick: () => saveText(`${view.inspection.code}.txt`, [document.getElementById("summary").innerText, ...signed.map(signedLine)].join("\n\n")) }, Pocket.icon("download"), say("save_copy")),
      sides.length && view.started ? signing(view, sides) : el("p", { class: "pocket-card" }, say(view.started ? "all_signed" : "not_begun")),
      signed.length ? el("section", { class: "pocket-card" }, el("h2", {}, say("signed")), el("ul", { class: "lines", role: "list" }, signed.map((act) => el("li", {}, signedLine(act))))) : ""];
  };

  const signedLine = (act) => [`${act.payload.name} (${say(`how_${act.payload.how}`)}, ${Pocket.clock(act.captured_at)})`, act.payload.remark, act.payload.witness && say("witness_was", { name: act.payload.witness })].filter(Boolean).join(" · ");

  function unitSummary(view, unit) {
    const seen = unit.roster.map((one) => view.items[`seen:${unit.id}:${view.day}:${one.id}`]?.value.status).filter(Boolean);
    const tally = Pocket.lists.statuses.map(({ name, label }) => [label, seen.filter((one) => one === name).length]).filter(([, n]) => n);
    const asked = view.checklists.flatMap((one) => one.questions).map((question) => [question, view.items[`answer:${unit.id}:${question.id}`]?.value]).filter(([, value]) => value);
    const wrong = asked.filter(([, value]) => value.answer === "not");
    return el("div", {}, el("h3", {}, unit.name), seen.length ? el("p", {}, say("count_sum", { n: seen.length, total: unit.roster.length }), " ", tally.map(([label, n]) => `${label.toLowerCase()} ${n}`).join(", ")) : "",
      el("p", {}, say("answers_sum", { n: asked.length, wrong: wrong.length })),
      wrong.length ? el("ul", {}, wrong.map(([question, value]) => el("li", {}, question.text, [value.value && Pocket.saidValue(question, value.value), value.note].filter(Boolean).map((text) => ` – ${text}`).join("")))) : "");
  }

  function findingsSummary(view) {
    const local = view.fresh.filter((act) => act.kind === "finding");
    const told = [...view.findings.map((one) => `${one.code} ${one.names ? say("on_person") : one.title}`), ...local.map((act) => (act.payload.person ? say("on_person") : act.payload.title))];
    return el("div", {}, el("h3", {}, say("findings")), told.length ? el("ul", {}, told.map((text) => el("li", {}, text))) : el("p", { class: "soft" }, say("no_findings")));
  }

  function signing(view, sides) {
    const canvas = el("canvas", { width: 1000, height: 360, class: "pocket-glass", role: "img", "aria-label": say("glass") });
    const glass = Pocket.glass(canvas);
    const drawn = el("div", { class: "stack" }, el("p", { class: "little" }, say("glass_hint")), canvas, el("button", { class: "button", type: "button", onclick: glass.clear }, say("clear_glass")));
    const witness = field("witness", say("witness"), { maxlength: "200" });
    witness.hidden = true;
    const how = (name, checked = false) => el("label", { class: "pocket-check" }, el("input", { type: "radio", name: "how", value: name, checked, onchange: () => { drawn.hidden = name !== "on_glass"; witness.hidden = name !== "refused"; } }), el("span", {}, say(`how_${name}`)));
    const form = el("form", { class: "stack pocket-card", onsubmit: (event) => { event.preventDefault(); keepSignature(view, form, canvas, glass); } },
      el("h2", {}, say("sign")), select("unit", say("for_side"), sides), field("name", say("name"), { required: true, maxlength: "200" }), field("post", say("post"), { maxlength: "300" }),
      area("remark", say("statement")), el("fieldset", { class: "plain" }, el("legend", {}, say("how_signed")), how("on_glass", true), how("on_paper"), how("refused")), drawn, witness,
      el("p", { class: "error", role: "alert", hidden: true }), el("button", { class: "button primary big" }, say("keep_signature")));
    return form;
  }

  async function keepSignature(view, form, canvas, glass) {
    const said = Object.fromEntries(new FormData(form));
    const wrong = (said.how === "on_glass" && !glass.isSigned() && say("need_glass")) || (said.how === "refused" && !said.witness.trim() && say("need_witness"));
    const alert = form.querySelector(".error");
    alert.hidden = !wrong;
    alert.textContent = wrong || "";
    if (wrong) return;
    const findings = [...view.findings.map((one) => one.id), ...view.fresh.filter((act) => act.kind === "finding").map((act) => act.uuid)];
    const read_out = Object.fromEntries(Object.entries(view.items).map(([item, one]) => [item, one.value]));
    const payload = { ...said, unit: Number(said.unit), read_out, findings };
    if (said.how !== "on_glass") await Pocket.act({ kind: "signature", payload });
    else await Pocket.actWith("signature", await Pocket.asFile(canvas, "image/png"), payload);
  }

  // ── What is not sent, what was not accepted, and the ways out. ──

  Pocket.unsent = (view) => view.acts.filter((act) => act.status === "waiting" || act.status === "refused");

  screens.unsent = (view) => {
    const waiting = view.acts.filter((act) => act.status === "waiting");
    const refused = view.acts.filter((act) => act.status === "refused");
    const sent = view.acts.filter((act) => act.status === "sent").length;
    const sure = el("input", { type: "checkbox", id: "sure", required: true });
    // The heading comes first: where the visit itself is gone it leads nowhere and is left out.
    return [heading(say("unsent"), say("unsent_hint")),
      el("section", { class: "pocket-card" }, el("h2", {}, say("waiting_n", { n: waiting.length })), waiting.length
        ? el("ul", { class: "lines", role: "list", "data-waiting": "" }, waiting.map((act) => el("li", {}, actLine(view, act), act.reason ? el("small", { class: "soft" }, act.reason) : "")))
        : el("p", { class: "soft" }, say("none_waiting", { n: sent })),
      el("div", { class: "pocket-acts" }, el("button", { class: "button primary", type: "button", disabled: !waiting.length, onclick: () => Pocket.sync().then(Pocket.draw) }, Pocket.icon("upload"), say("send_now")),
        el("button", { class: "button", type: "button", disabled: !waiting.length && !refused.length, onclick: () => saveActs(view, [...waiting, ...refused]) }, Pocket.icon("download"), say("save_file")))),
      refused.length ? el("section", { class: "pocket-card" }, el("h2", {}, say("refused_n", { n: refused.length })), el("ul", { class: "lines", role: "list", "data-refused": "" }, refused.map((act) => refusedLine(view, act))),
        el("p", {}, el("a", { href: Pocket.shell.dataset.unsettled }, say("look_at_page")))) : "",
      el("form", { class: "stack pocket-card", onsubmit: async (event) => { event.preventDefault(); await Pocket.clear(); await Pocket.forgetPage(Pocket.number); Pocket.left(); } }, el("h2", {}, say("clear")),
        el("p", { class: "little" }, waiting.length ? say("clear_loses", { n: waiting.length }) : say("clear_hint")),
        el("label", { class: "pocket-check" }, sure, el("span", {}, say("clear_sure"))), el("button", { class: "button danger" }, say("clear_now")))];
  };

  function actLine(view, act) {
    const about = act.payload.title ?? act.payload.caption ?? act.payload.name ?? itemWords(view, act);
    return el("p", {}, el("b", {}, Pocket.label("acts", act.kind)), ` ${Pocket.clock(act.captured_at)}`, about ? ` · ${about}` : "", act.size ? ` · ${kilobytes(act.size)}` : "");
  }

  function itemWords(view, { kind, payload }) {
    if (kind === "answer") return view.checklists.flatMap((one) => one.questions).find((one) => one.id === payload.question)?.text ?? "";
    if (kind === "seen") return view.units.flatMap((one) => one.roster).find((one) => one.id === payload.person)?.name ?? "";
    return "";
  }

  function refusedLine(view, act) {
    const asked = view.checklists.flatMap((one) => one.questions).find((one) => act.kind === "answer" && one.id === act.payload.question);
    const mine = valueWords(act.payload, asked);
    const stands = view.items[Pocket.itemOf(act)]?.value;
    return el("li", {}, actLine(view, act), el("p", { class: "tone-late" }, act.reason || say("not_readable")),
      mine ? el("dl", { class: "pocket-sides" }, el("dt", {}, say("mine")), el("dd", {}, mine), el("dt", {}, say("stands")), el("dd", {}, stands ? valueWords(stands, asked) : say("nothing"))) : "",
      el("button", { class: "button", type: "button", onclick: async () => { await Pocket.forget(act.uuid); Pocket.draw(); } }, say("seen_it")));
  }

  const valueWords = (value, asked) => [value.status && Pocket.label("statuses", value.status), value.answer && Pocket.label("answers", value.answer), asked && value.value && Pocket.saidValue(asked, value.value), value.note, value.title, value.evidence, value.remark].filter(Boolean).join(" · ");

  async function saveActs(view, acts) {
    const rows = [];
    for (const act of acts) {
      const part = act.payload.sha256 ? await Pocket.part(act.payload.sha256) : null;
      rows.push({ ...act, ...(part && { file: await asText(part.blob) }) });
    }
    saveText(`${view.inspection.code}-${Pocket.day(new Date())}.json`, JSON.stringify({ inspection: view.inspection.code, acts: rows }, null, 1));
  }

  const asText = (blob) => new Promise((done) => {
    const reader = new FileReader();
    reader.onload = () => done(reader.result);
    reader.readAsDataURL(blob);
  });

  function saveText(name, text) {
    const link = el("a", { href: URL.createObjectURL(new Blob([text])), download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  }
})();
