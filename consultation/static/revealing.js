// Says a friendly word under a field in which somebody's private data seem to be written (interface.md 3.5).
// Nothing is sent anywhere, nothing is stopped. The element #afslorer has the patterns of responses/revealing.py and the
// words. Without script the review page says the same.
"use strict";

(() => {
  const PAUSE = 800;

  document.addEventListener("DOMContentLoaded", () => {
    const source = document.getElementById("afslorer");
    const rules = source && read(source.dataset);
    if (rules) {
      document.querySelectorAll("form[data-autosave] textarea[name]").forEach((field) => watch(field, rules));
    }
  });

  // A browser that cannot read a pattern goes without this help.
  function read(given) {
    try {
      const patterns = JSON.parse(given.patterns);
      const kinds = Object.entries(patterns).map(([kind, pattern]) => [kind, new RegExp(pattern, "u")]);
      return {
        kinds,
        illness: new RegExp(given.illness, "iu"),
        person: new RegExp(given.person, "u"),
        ends: new RegExp(given.ends, "u"),
        words: JSON.parse(given.words),
      };
    } catch {
      return null;
    }
  }

  function watch(field, rules) {
    const notice = document.createElement("p");
    notice.className = "hs-notice";
    notice.id = `${field.id}-privat`;
    notice.setAttribute("role", "status");
    field.after(notice);
    field.setAttribute("aria-describedby", `${field.getAttribute("aria-describedby") || ""} ${notice.id}`.trim());
    let timer = 0;
    field.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(() => say(notice, field.value, rules), PAUSE);
    });
    say(notice, field.value, rules);
  }

  function say(notice, text, rules) {
    const words = kindsIn(text, rules).map((kind) => rules.words[kind]).join(" ");
    if (notice.textContent !== words) {
      notice.textContent = words;
    }
  }

  function kindsIn(text, rules) {
    const found = rules.kinds.filter(([, pattern]) => pattern.test(text)).map(([kind]) => kind);
    const ill = text.split(rules.ends).some((one) => rules.illness.test(one) && rules.person.test(one));
    return ill ? [...found, "health"] : found;
  }
})();
