// Saves a form while it is written (interface.md 4.2). <form data-autosave data-key="…"> and one .hs-saved[role=status].
// The form posts itself with til=autosave; the server answers JSON {"saved_at": "14.32"} and, for a new answer,
// {"location": "/kladde/…/skriv"}. Text that the server has not acknowledged lies in localStorage under the form's key.
"use strict";

(() => {
  const PAUSE = 3000;
  const RETRY = 15000;
  const KEPT = 24 * 60 * 60 * 1000;
  const PREFIX = "hoering:";

  document.addEventListener("DOMContentLoaded", () => {
    forgetOld();
    document.querySelectorAll("form[data-autosave]").forEach((form) => new Autosave(form).start());
    document.querySelectorAll("[data-forget]").forEach((button) => {
      button.hidden = false;
      button.addEventListener("click", () => forget(button));
    });
  });

  class Autosave {
    constructor(form) {
      this.form = form;
      this.line = form.querySelector(".hs-saved");
      this.key = PREFIX + form.dataset.key;
      this.last = this.line ? this.line.dataset.time || "" : "";
      this.saved = this.snapshot();
      this.failed = false;
      this.sending = false;
    }

    start() {
      this.restore();
      this.form.addEventListener("input", () => this.changed());
      this.form.addEventListener("focusout", () => this.save());
      this.form.addEventListener("submit", () => this.stop());
      document.addEventListener("visibilitychange", () => {
        if (document.visibilityState === "hidden") {
          this.save(true);
        }
      });
      window.addEventListener("pagehide", () => this.save(true));
    }

    stop() {
      clearTimeout(this.timer);
      this.stopped = true;
    }

    snapshot() {
      const values = {};
      this.form.querySelectorAll("textarea[name]").forEach((field) => { values[field.name] = field.value; });
      return JSON.stringify(values);
    }

    changed() {
      this.keep();
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.save(), PAUSE);
    }

    keep() {
      try {
        localStorage.setItem(this.key, JSON.stringify({ at: Date.now(), values: this.snapshot() }));
      } catch {
        // A full or forbidden store is no reason to stop writing; the server still saves.
      }
    }

    restore() {
      const kept = read(this.key);
      if (!kept || kept.values === this.saved) {
        localStorageRemove(this.key);
        return;
      }
      const values = JSON.parse(kept.values);
      this.form.querySelectorAll("textarea[name]").forEach((field) => {
        const text = values[field.name];
        if (text && text.length > field.value.length && text.startsWith(field.value)) {
          field.value = text;
        }
      });
      if (this.snapshot() !== this.saved) {
        this.say(this.line.dataset.restored);
        this.timer = setTimeout(() => this.save(), PAUSE);
      }
    }

    async save(leaving = false) {
      clearTimeout(this.timer);
      const now = this.snapshot();
      if (this.stopped || now === this.saved || (this.sending && !leaving)) {
        return;
      }
      this.sending = true;
      try {
        await this.post(now, leaving);
      } catch {
        this.failure();
      } finally {
        this.sending = false;
        if (!this.failed && this.snapshot() !== this.saved) {
          this.timer = setTimeout(() => this.save(), PAUSE);
        }
      }
    }

    async post(now, leaving) {
      const fields = new URLSearchParams();
      new FormData(this.form).forEach((value, name) => {
        if (typeof value === "string") {
          fields.append(name, value);
        }
      });
      fields.set("til", "autosave");
      const answer = await fetch(this.form.action, {
        method: "POST",
        body: fields,
        headers: { Accept: "application/json" },
        credentials: "same-origin",
        referrerPolicy: "same-origin",
        keepalive: leaving && fields.toString().length < 60000,
      });
      if (!answer.ok) {
        throw new Error(String(answer.status));
      }
      this.success(now, await answer.json());
    }

    success(now, told) {
      this.saved = now;
      this.last = told.saved_at;
      if (this.snapshot() === now) {
        localStorageRemove(this.key);
      }
      if (told.location) {
        this.form.action = told.location;
        history.replaceState(null, "", told.location);
      }
      if (told.key) {
        localStorageRemove(this.key);
        this.key = PREFIX + told.key;
      }
      this.failed = false;
      this.say(this.line.dataset.saved.replace("{time}", told.saved_at));
    }

    failure() {
      this.keep();
      this.timer = setTimeout(() => this.save(), RETRY);
      if (this.failed) {
        return; // said once; a screen reader need not hear it every 15 seconds
      }
      this.failed = true;
      const words = this.last ? this.line.dataset.failed.replace("{time}", this.last) : this.line.dataset.never;
      this.say(words, true);
    }

    // Sighted people see each new time; the words go to the live region only when they first appear or change in kind.
    say(words, wrong = false) {
      if (!this.line) {
        return;
      }
      const kind = wrong ? "failed" : "saved";
      const quiet = this.said === kind;
      this.line.setAttribute("aria-live", quiet ? "off" : "polite");
      this.said = kind;
      this.line.classList.toggle("hs-saved--failed", wrong);
      this.line.textContent = words;
    }
  }

  function read(key) {
    try {
      return JSON.parse(localStorage.getItem(key));
    } catch {
      return null;
    }
  }

  function localStorageRemove(key) {
    try {
      localStorage.removeItem(key);
    } catch {
      // Forbidden: nothing was stored either.
    }
  }

  function forgetOld() {
    try {
      Object.keys(localStorage)
        .filter((key) => key.startsWith(PREFIX))
        .filter((key) => { const kept = read(key); return !kept || Date.now() - kept.at > KEPT; })
        .forEach(localStorageRemove);
    } catch {
      // Forbidden: nothing to forget.
    }
  }

  // "Slet fra denne computer": a page with data-forget="key", or "" for all of them.
  function forget(button) {
    const wanted = PREFIX + button.dataset.forget;
    try {
      Object.keys(localStorage).filter((key) => key.startsWith(wanted)).forEach(localStorageRemove);
    } catch {
      // Forbidden: nothing to forget.
    }
    button.textContent = button.dataset.done;
    button.setAttribute("aria-live", "polite");
  }
})();
