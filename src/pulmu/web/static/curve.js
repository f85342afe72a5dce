// A stretch of a curve that is dragged over is opened; arrows and Enter do the same by keyboard through the links above it.
const LEFT = 62 / 1000;
const RIGHT = 8 / 1000;
const DAY = 86400000;

for (const figure of document.querySelectorAll("[data-curve]")) {
  const svg = figure.querySelector("svg.curve");
  const first = Date.parse(`${figure.dataset.from}T00:00:00Z`);
  const last = Date.parse(`${figure.dataset.to}T00:00:00Z`);
  let begun = null;
  let shade = null;

  const share = (event) => {
    const box = svg.getBoundingClientRect();
    const place = (event.clientX - box.left) / box.width;
    return Math.min(1, Math.max(0, (place - LEFT) / (1 - LEFT - RIGHT)));
  };
  const day = (part) => new Date(first + Math.floor(((last - first) * part) / DAY) * DAY).toISOString().slice(0, 10);

  svg.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    begun = share(event);
    svg.setPointerCapture(event.pointerId);
    shade = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    shade.setAttribute("class", "chosen");
    shade.setAttribute("y", "28");
    shade.setAttribute("height", "238");
    svg.append(shade);
  });
  svg.addEventListener("pointermove", (event) => {
    if (begun === null) return;
    const now = share(event);
    const width = 1000 * (1 - LEFT - RIGHT);
    shade.setAttribute("x", String(1000 * LEFT + width * Math.min(begun, now)));
    shade.setAttribute("width", String(width * Math.abs(begun - now)));
  });
  svg.addEventListener("pointerup", (event) => {
    if (begun === null) return;
    const [from, to] = [Math.min(begun, share(event)), Math.max(begun, share(event))];
    begun = null;
    shade.remove();
    if (to - from < 0.01) return;
    const end = new Date(Math.max(Date.parse(day(to)), Date.parse(day(from))) + DAY).toISOString().slice(0, 10);
    window.location.assign(`${figure.dataset.here}?from=${day(from)}&to=${end}`);
  });
}
