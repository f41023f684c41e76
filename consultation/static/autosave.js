// Saves a form while it is written (interface.md 4.2). <form data-autosave data-key="…"> and one .hs-saved[role=status].
// The form posts itself with til=autosave; the server answers JSON {"saved_at": "14.32"} and, for a new answer,
// {"location": "/kladde/…/skriv", "key": "…"}. Text that the server has not acknowledged lies in localStorage under the
// form's key, which is the page's own: another draft of the same answer has another key.
"use strict";

(() => {
  const PAUSE = 3000;
  const AFTER_FIELD = 300;
  const RETRY = 15000;
  const KEPT = 24 * 60 * 60 * 1000;
  const MOST_KEEPALIVE = 60000;
  const PREFIX = "hoering:";
  const SENT = "hoering-sent";

  document.addEventListener("DOMContentLoaded", () => {
    const forms = [...document.querySelectorAll("form[data-autosave]")];
    forgetOld();
    forgetSent(forms);
    forms.forEach((form) => new Autosave(form).start());
    document.querySelectorAll("[data-forget]").forEach((button) => {
      button.hidden = false;
      button.addEventListener("click", () => forget(button));
    });
  });

  class Autosave {
    constructor(form) {
      this.form = form;
      this.line = form.querySelector(".hs-saved") || document.createElement("p");
      this.key = PREFIX + form.dataset.key;
      this.last = this.line.dataset.time || "";
      this.saved = this.everything();
      this.base = this.texts();
      this.failed = false;
      this.sending = false;
      this.stopped = false;
    }

    start() {
      this.restore();
      this.form.addEventListener("input", () => this.changed());
      this.form.addEventListener("focusout", () => this.later(AFTER_FIELD));
      this.form.addEventListener("submit", () => this.stop());
      window.addEventListener("pagehide", () => this.save(true));
      window.addEventListener("pageshow", () => { this.stopped = false; });
      document.addEventListener("visibilitychange", () => {
        if (document.visibilityState === "hidden") {
          this.save(true);
        }
      });
    }

    stop() {
      clearTimeout(this.timer);
      this.stopped = true;
      store(() => sessionStorage.setItem(SENT, this.key));
    }

    later(pause) {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.save(), pause);
    }

    changed() {
      this.keep();
      this.later(PAUSE);
    }

    fields() {
      const fields = new URLSearchParams();
      new FormData(this.form).forEach((value, name) => {
        if (typeof value === "string") {
          fields.append(name, value);
        }
      });
      return fields;
    }

    everything() {
      return this.fields().toString();
    }

    texts() {
      const values = {};
      this.form.querySelectorAll("textarea[name]").forEach((field) => { values[field.name] = field.value; });
      return JSON.stringify(values);
    }

    keep() {
      const record = JSON.stringify({ at: Date.now(), base: this.base, texts: this.texts() });
      store(() => localStorage.setItem(this.key, record));
    }

    // What was typed here and never acknowledged comes back; where the server's text has changed since, both are shown.
    restore() {
      const kept = read(this.key);
      if (!kept || kept.texts === this.base) {
        drop(this.key);
        return;
      }
      const values = JSON.parse(kept.texts);
      const unchanged = kept.base === this.base;
      this.form.querySelectorAll("textarea[name]").forEach((field) => {
        const text = values[field.name];
        if (text === undefined || text === field.value) {
          return;
        }
        if (unchanged) {
          field.value = text;
        } else {
          this.showBoth(field, text);
        }
      });
      if (unchanged) {
        this.say(this.line.dataset.restored);
        this.later(PAUSE);
      }
    }

    showBoth(field, text) {
      const label = document.createElement("label");
      const copy = document.createElement("textarea");
      copy.id = `${field.id}-kept`;
      copy.className = field.className;
      copy.value = text;
      copy.rows = 6;
      label.className = "form-label mt-5";
      label.htmlFor = copy.id;
      label.textContent = this.line.dataset.conflict;
      field.parentElement.append(label, copy);
    }

    async save(leaving = false) {
      clearTimeout(this.timer);
      const now = this.everything();
      if (this.stopped || now === this.saved || (this.sending && !leaving)) {
        return;
      }
      this.sending = true;
      try {
        await this.post(now, this.texts(), leaving);
      } catch {
        this.failure();
      }
      this.sending = false;
      if (!this.failed && this.everything() !== this.saved) {
        this.later(PAUSE);
      }
    }

    async post(now, texts, leaving) {
      const fields = this.fields();
      fields.set("til", "autosave");
      const answer = await fetch(this.form.action, {
        method: "POST",
        body: fields,
        headers: { Accept: "application/json" },
        credentials: "same-origin",
        referrerPolicy: "same-origin",
        keepalive: leaving && fields.toString().length < MOST_KEEPALIVE,
      });
      if (!answer.ok) {
        throw new Error(String(answer.status));
      }
      this.success(now, texts, await answer.json());
    }

    success(now, texts, told) {
      this.saved = now;
      this.base = texts;
      this.last = told.saved_at;
      this.failed = false;
      drop(this.key);
      if (told.key) {
        this.key = PREFIX + told.key;
      }
      if (told.location) {
        this.form.action = told.location;
        history.replaceState(null, "", told.location);
      }
      if (this.texts() !== texts) {
        this.keep();
      }
      this.say(this.line.dataset.saved.replace("{time}", told.saved_at));
    }

    failure() {
      this.keep();
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.save(), RETRY);
      this.failed = true;
      const { failed, never } = this.line.dataset;
      this.say(this.last ? failed.replace("{time}", this.last) : never, true);
    }

    // The eye sees every new time; a screen reader hears the line only when it first appears or changes in kind.
    say(words, wrong = false) {
      const kind = wrong ? "failed" : "saved";
      this.line.setAttribute("aria-live", this.said === kind ? "off" : "polite");
      this.said = kind;
      this.line.classList.toggle("hs-saved--failed", wrong);
      this.line.textContent = words;
    }
  }

  // A full or forbidden store is no reason to stop writing: the server still saves.
  function store(act) {
    try {
      return act();
    } catch {
      return undefined;
    }
  }

  function read(key) {
    return store(() => JSON.parse(localStorage.getItem(key))) || null;
  }

  function drop(key) {
    store(() => localStorage.removeItem(key));
  }

  function keys(start) {
    return store(() => Object.keys(localStorage).filter((key) => key.startsWith(start))) || [];
  }

  function forgetOld() {
    keys(PREFIX)
      .filter((key) => { const kept = read(key); return !kept || Date.now() - kept.at > KEPT; })
      .forEach(drop);
  }

  // A page of the flow that does not hold the sent form was reached because the server took it.
  function forgetSent(forms) {
    const sent = store(() => sessionStorage.getItem(SENT));
    if (sent && !forms.some((form) => PREFIX + form.dataset.key === sent)) {
      drop(sent);
      store(() => sessionStorage.removeItem(SENT));
    }
  }

  // "Slet fra denne computer": data-forget is the start of a key, or empty for all.
  function forget(button) {
    keys(PREFIX + button.dataset.forget).forEach(drop);
    button.setAttribute("aria-live", "polite");
    button.textContent = button.dataset.done;
  }
})();
