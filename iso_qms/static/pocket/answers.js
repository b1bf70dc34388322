// ISO-QMS — what a question asks for, judged on the phone by the server's own rules, so that it is right at once offline.
"use strict";

(() => {
  Pocket.UNSEEN = ["not_applicable", "not_seen"];
  // What was typed and does not fit its question yet, by item: it stays on the screen however often that is drawn.
  Pocket.drafts = new Map();

  // Two decimals at most: 1.000 and 1,000 are a thousand to one reader and one to another.
  const NUMBER = /^([+-]?\d{1,12})(?:[.,](\d{1,2}))?$/;

  function canonical(question, typed) {
    const text = question.kind === "number" ? typed.replace(/\s/g, "") : typed.trim();
    if (!text || question.kind !== "number") return { value: text };
    const found = NUMBER.exec(text);
    return found ? { value: String(Number(`${found[1]}.${found[2] ?? "0"}`)) } : { value: text, wrong: Pocket.say("no_number") };
  }

  function verdict(question, value) {
    if (question.kind === "choice") return question.choices.find(([key]) => key === value)?.[2] ? "conform" : "not";
    const measure = question.kind === "number" ? Number : String;
    const [least, most] = [question.least || value, question.most || value].map(measure);
    return least <= measure(value) && measure(value) <= most ? "conform" : "not";
  }

  // The verdict and the value as they are kept; `wrong` says what does not fit yet, and no answer is none yet.
  Pocket.judged = (question, said) => {
    if (question.kind === "verdict" || Pocket.UNSEEN.includes(said.answer)) return { answer: said.answer, value: "", wrong: "" };
    const { value, wrong = "" } = canonical(question, said.value);
    if (wrong) return { answer: "", value, wrong };
    if (question.tells) return { answer: value ? verdict(question, value) : "", value, wrong: "" };
    if (value && !said.answer) return { answer: "", value, wrong: Pocket.say("say_verdict") };
    if (said.answer && !value) return { answer: "", value, wrong: Pocket.say("say_seen") };
    return { answer: said.answer, value, wrong: "" };
  };

  // As one writes a number here: with a comma in Vietnamese.
  Pocket.shownNumber = (value) => (document.documentElement.lang === "en" ? value : value.replace(".", ","));

  Pocket.saidValue = (question, value) => {
    if (question.kind === "choice") return question.choices.find(([key]) => key === value)?.[1] ?? value;
    return question.kind === "number" ? [Pocket.shownNumber(value), question.unit].filter(Boolean).join(" ") : value;
  };
})();
