// An operation that is dragged in the chart fills in a row of the form below it; the form does the same by keyboard.
const form = document.querySelector("form[data-moves]");
const figure = document.querySelector("figure.gantt");
const svg = figure?.querySelector("svg[data-step]");

if (form && svg) {
  const { first, step, width, steps } = svg.dataset;
  const wide = Number(width) / Number(steps);
  const rows = [...svg.querySelectorAll("g.machine")].map((row) => [row.dataset.machine, Number(row.dataset.top)]);
  const status = form.querySelector("[data-status]");
  const field = (number, name) => form.elements[`move_${number}_${name}`];
  const numbers = [1, 2, 3, 4, 5].filter((number) => field(number, "operation"));
  let held = null;
  figure.classList.add("movable");

  const place = (event) => new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
  const moment = (at) => {
    const start = Date.parse(`${first.replace(" ", "T")}:00Z`);
    return new Date(start + at * Number(step) * 60000).toISOString().slice(0, 16).replace("T", " ");
  };
  const machineAt = (y) => rows.filter(([, top]) => top <= y).at(-1)?.[0];
  const put = (bar, machine, start) => {
    const key = bar.dataset.operation;
    const number = numbers.find((one) => field(one, "operation").value === key) ?? numbers.find((one) => !field(one, "operation").value);
    if (!number) return form.dataset.full;
    field(number, "operation").value = key;
    field(number, "machine").value = machine;
    field(number, "start").value = start;
    return `${form.dataset.said} ${key} · ${machine} · ${start}`;
  };

  svg.addEventListener("pointerdown", (event) => {
    const bar = event.target.closest("g.bar[data-operation]");
    if (!bar || event.button !== 0 || event.pointerType === "touch") return;
    event.preventDefault();
    held = { bar, from: place(event), steps: 0, machine: bar.dataset.machine };
    svg.setPointerCapture(event.pointerId);
    bar.classList.add("dragged");
  });
  svg.addEventListener("pointermove", (event) => {
    if (!held) return;
    const now = place(event);
    held.steps = Math.max(-Number(held.bar.dataset.at), Math.round((now.x - held.from.x) / wide));
    held.machine = machineAt(now.y) ?? held.machine;
    const top = (name) => rows.find(([machine]) => machine === name)[1];
    held.bar.setAttribute("transform", `translate(${held.steps * wide} ${top(held.machine) - top(held.bar.dataset.machine)})`);
  });
  const drop = () => {
    const { bar, machine } = held;
    bar.classList.remove("dragged");
    if (!bar.dataset.ways.split("|").includes(machine)) {
      bar.removeAttribute("transform");
      status.textContent = `${form.dataset.notThere} ${bar.dataset.ways.replaceAll("|", ", ")}`;
    } else if (held.steps !== 0 || machine !== bar.dataset.machine) {
      status.textContent = put(bar, machine, moment(Number(bar.dataset.at) + held.steps));
    }
    held = null;
  };
  svg.addEventListener("pointerup", () => held && drop());
  svg.addEventListener("pointercancel", () => {
    held?.bar.removeAttribute("transform");
    held = null;
  });
}
