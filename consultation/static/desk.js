// Single keys on the moderation desk (interface.md section 5). Everything they do has a button; they are off in fields
// and lists, and off for good where the account says so (WCAG 2.1.4).
"use strict";

(() => {
  const desk = document.querySelector("[data-desk]");
  const keys = desk && desk.querySelector("[data-keys]");
  if (!keys) {
    return;
  }
  keys.hidden = false;
  if (!("shortcuts" in desk.dataset)) {
    return;
  }
  const items = [...desk.querySelectorAll("[data-item]")];
  const decision = desk.querySelector("[data-decision]");
  desk.querySelectorAll("kbd[data-key]").forEach((key) => { key.hidden = false; });

  const current = () => items.indexOf(document.activeElement.closest("[data-item]"));
  const go = (place) => {
    if (items.length) {
      items[(place + items.length) % items.length].focus();
    }
  };
  const answer = (value) => {
    const item = items[current()] || items.find((one) => one.dataset.item === "open");
    const button = item && item.querySelector(`button[name="answer"][value="${value}"]`);
    const reason = button && value === "keep" && button.form.elements.namedItem("reason");
    if (!button) {
      return;
    }
    const folded = button.closest("details");
    if (folded) {
      folded.open = true;
    }
    if (reason && !reason.value) {
      reason.focus();
    } else {
      button.click();
    }
  };
  const choose = (place) => {
    const button = decision && decision.querySelectorAll('input[name="kind"]')[place];
    if (button) {
      button.checked = true;
      button.focus();
    }
  };
  const toDecision = () => {
    const kinds = decision ? [...decision.querySelectorAll('input[name="kind"]')] : [];
    (kinds.find((one) => one.checked) || kinds[0] || desk).focus();
  };
  const acts = {
    j: () => go(current() + 1),
    k: () => go(current() < 0 ? -1 : current() - 1),
    o: () => answer("redact"),
    b: () => answer("keep"),
    1: () => choose(0),
    2: () => choose(1),
    3: () => choose(2),
    l: () => { if (decision) { decision.elements.namedItem("seen").click(); } },
    a: toDecision,
    n: () => { const next = document.querySelector('button[form="slip-naeste"]'); if (next) { next.click(); } },
    "?": () => { keys.tabIndex = -1; keys.focus(); },
  };

  window.deskKeys(acts, decision, 'button[value="next"]');

  // After an answer the address names the next finding: the keyboard goes on from there.
  const next = location.hash && document.getElementById(location.hash.slice(1));
  if (next && desk.contains(next)) {
    next.focus();
  }
})();
