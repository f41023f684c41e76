// A box drawn with mouse or finger on the picture of a page fills in the four number fields; they are the form
// (interface.md section 5). Without a script they are filled in by hand.
"use strict";

(() => {
  const sheet = document.querySelector("[data-boxes]");
  const picture = sheet && sheet.querySelector("img");
  if (!picture) {
    return;
  }
  const field = (name) => document.getElementById(`${sheet.dataset.boxes}-${name}`);
  const fields = ["x", "y", "width", "height"].map(field);
  if (fields.some((one) => !one)) {
    return;
  }
  document.querySelectorAll(".hs-drag").forEach((hint) => { hint.hidden = false; });
  const frame = document.createElement("div");
  frame.className = "hs-box";
  frame.hidden = true;
  sheet.append(frame);
  let from = null;

  const place = (event) => {
    const edges = picture.getBoundingClientRect();
    const part = (at, start, length) => Math.round(Math.min(Math.max((at - start) / length, 0), 1) * 1000);
    return [part(event.clientX, edges.left, edges.width), part(event.clientY, edges.top, edges.height)];
  };
  const draw = (to) => {
    const [x, y] = [Math.min(from[0], to[0]), Math.min(from[1], to[1])];
    const box = [x, y, Math.abs(from[0] - to[0]), Math.abs(from[1] - to[1])];
    fields.forEach((one, at) => { one.value = box[at]; });
    ["left", "top", "width", "height"].forEach((side, at) => { frame.style[side] = `${box[at] / 10}%`; });
    frame.hidden = false;
  };

  picture.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    picture.setPointerCapture(event.pointerId);
    from = place(event);
  });
  picture.addEventListener("pointermove", (event) => {
    if (from) {
      draw(place(event));
    }
  });
  picture.addEventListener("pointerup", (event) => {
    if (from) {
      draw(place(event));
      from = null;
      const folded = fields[0].closest("details");
      if (folded) {
        folded.open = true;
      }
    }
  });
})();
