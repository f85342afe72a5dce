// Plays a window of a run on the picture of its line. The table of events and of stations stands without it.
const data = JSON.parse(document.getElementById("play-data").textContent);
const player = document.getElementById("player");
const slider = document.getElementById("play-time");
const output = document.getElementById("play-clock");
const speed = document.getElementById("play-speed");
const button = document.getElementById("play-button");
const spoken = document.getElementById("play-spoken");
const log = document.getElementById("play-log");
const rows = [...document.querySelectorAll("#play-now tbody tr")];
const diagrams = [...document.querySelectorAll("svg.line-diagram")];
const still = window.matchMedia("(prefers-reduced-motion: reduce)");
const LOGGED = 8;
const FLIGHT = 450; // ms
const MOST_FLIGHTS = 24;

const groupOf = (selector, key) => {
  const found = new Map();
  for (const part of document.querySelectorAll(selector)) {
    const number = Number(part.dataset[key]);
    found.set(number, [...(found.get(number) ?? []), part]);
  }
  return found;
};
const machineParts = groupOf(".machine[data-machine]", "machine");
const placeParts = groupOf(".places[data-station]", "station");

// The line at one moment: where every piece is, and what every machine does.
let floor;
let applied;
let now;
function restart() {
  const start = data.start;
  floor = {
    machines: [...start.machines], good: start.good, scrap: start.scrap, at: new Map(), of: new Map(),
    queues: start.queues.map((pieces) => new Set(pieces)), loaded: start.loaded.map((pieces) => new Set(pieces)),
  };
  for (const place of [...floor.queues, ...floor.loaded]) for (const piece of place) floor.at.set(piece, place);
  floor.loaded.forEach((pieces, machine) => pieces.forEach((piece) => floor.of.set(piece, data.keys[data.machines[machine]])));
  applied = 0;
}

function put(piece, place) {
  floor.at.get(piece)?.delete(piece);
  if (place) {
    place.add(piece);
    floor.at.set(piece, place);
  } else floor.at.delete(piece);
}

// One happening; where a piece goes from box to box, what flies.
function happen([, what, who, serial, value]) {
  let flight = null;
  if (what === "changes") floor.machines[who] = value;
  else if (what === "enters") floor.of.set(serial, data.sources[who]);
  else if (what === "queues") {
    flight = [floor.of.get(serial), data.keys[who]];
    put(serial, floor.queues[who]);
  } else if (what === "loads") {
    put(serial, floor.loaded[who]);
    floor.of.set(serial, data.keys[data.machines[who]]);
  } else if (what === "leaves" || what === "scrap") {
    if (what === "leaves") flight = [floor.of.get(serial), data.out];
    put(serial, null);
    floor[what === "leaves" ? "good" : "scrap"] += 1;
  }
  return flight;
}

function fill(words, values) {
  return words.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}

function clock(time) {
  const at = Math.floor(data.offset + time);
  const two = (value) => String(value).padStart(2, "0");
  const day = data.days[Math.floor(at / 86400) % 7];
  const said = `${day} ${two(Math.floor(at / 3600) % 24)}:${two(Math.floor(at / 60) % 60)}:${two(at % 60)}`;
  const hours = (time / 3600).toLocaleString("en", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  return fill(data.words.clock, { clock: said, hours });
}

function say([, what, who, serial, value]) {
  const names = { queues: data.names.stations, loads: data.machineNames, changes: data.machineNames, rework: data.names.steps, leaves: data.names.products, scrap: data.names.products };
  const piece = fill(data.words.piece, { number: serial, product: data.names.products[data.products[serial]] });
  const state = what === "changes" ? data.stateWords[data.states[value]] : "";
  return fill(data.happens[what] ?? "", { piece, place: (names[what] ?? data.names.sources)[who], state });
}

function draw() {
  const counts = data.keys.map(() => new Map());
  floor.machines.forEach((state, machine) => {
    const of = counts[data.machines[machine]];
    of.set(state, (of.get(state) ?? 0) + 1);
    for (const part of machineParts.get(machine) ?? []) {
      if (part.dataset.state === data.states[state]) continue;
      part.dataset.state = data.states[state];
      part.querySelector("text").textContent = data.signs[state];
    }
  });
  floor.queues.forEach((pieces, station) => {
    const count = pieces.size;
    const room = data.rooms[station];
    for (const part of placeParts.get(station) ?? []) {
      const slots = part.querySelectorAll(".slot");
      const full = room === null || room <= slots.length ? Math.min(count, slots.length) : Math.ceil((count / room) * slots.length);
      slots.forEach((slot, number) => slot.classList.toggle("full", number < full));
      part.querySelector(".count").textContent = room === null ? String(count) : `${count}/${room}`;
    }
    const cells = rows[station].cells;
    cells[1].textContent = String(count);
    cells[2].textContent = data.states.map((name, state) => [name, counts[station].get(state)]).filter(([, number]) => number).map(([name, number]) => `${data.stateWords[name]} ${number}`).join(", ");
  });
  document.getElementById("play-good").textContent = String(floor.good);
  document.getElementById("play-scrap").textContent = String(floor.scrap);
  slider.value = String(now);
  output.textContent = clock(now);
  slider.setAttribute("aria-valuetext", output.textContent);
  log.replaceChildren(...data.moves.slice(Math.max(0, applied - LOGGED), applied).reverse().map((move) => {
    const item = document.createElement("li");
    item.textContent = `${clock(move[0])} ${say(move)}`;
    return item;
  }));
}

// To a moment; everything that happens at it has happened.
function goTo(time, flying = false) {
  const target = Math.min(data.end, Math.max(data.start.time, time));
  if (target < now) restart();
  now = target;
  const flights = [];
  while (applied < data.moves.length && data.moves[applied][0] <= now) {
    const flight = happen(data.moves[applied]);
    if (flight && flying) flights.push(flight);
    applied += 1;
  }
  draw();
  if (flying && !still.matches) flights.slice(-MOST_FLIGHTS).forEach(fly);
}

// A piece on its way, seen for a moment.
function fly([from, to]) {
  for (const diagram of diagrams) {
    if (!diagram.checkVisibility() || diagram.querySelectorAll(".piece").length >= MOST_FLIGHTS) continue;
    const way = [...diagram.querySelectorAll(".arrow")].find((part) => part.dataset.from === from && part.dataset.to === to)?.querySelector(".strand");
    if (!way) continue;
    const dot = document.createElementNS("http://www.w3.org/2000/svg", "circle");
    dot.setAttribute("class", "piece");
    dot.setAttribute("r", "5");
    diagram.append(dot);
    const length = way.getTotalLength();
    const begun = performance.now();
    const move = (moment) => {
      const part = Math.min(1, Math.max(0, (moment - begun) / FLIGHT));
      const point = way.getPointAtLength(length * part);
      dot.setAttribute("cx", String(point.x));
      dot.setAttribute("cy", String(point.y));
      if (part < 1) requestAnimationFrame(move);
      else dot.remove();
    };
    move(begun);
  }
}

let running = false;
let last = 0;
function run(moment) {
  if (!running) return;
  // With less motion the picture changes twice a second, and nothing flies.
  if (moment - last >= (still.matches ? 500 : 33)) {
    goTo(now + (Number(speed.value) * Math.min(moment - last, 1000)) / 1000, true);
    last = moment;
  }
  if (now >= data.end) return stop();
  requestAnimationFrame(run);
}
function start() {
  if (now >= data.end) goTo(data.start.time);
  running = true;
  last = performance.now();
  button.textContent = data.words.pause;
  requestAnimationFrame(run);
}
function stop() {
  running = false;
  button.textContent = data.words.play;
  tell();
}
function tell() {
  spoken.textContent = fill(data.words.moment, { clock: clock(now), state: applied ? say(data.moves[applied - 1]) : "" });
}

// To the moment before or after, at which something happens.
function step(direction) {
  running = false;
  button.textContent = data.words.play;
  if (direction > 0) goTo(applied < data.moves.length ? data.moves[applied][0] : data.end);
  else {
    let before = applied - 1;
    while (before >= 0 && data.moves[before][0] >= now) before -= 1;
    goTo(before >= 0 ? data.moves[before][0] : data.start.time);
  }
  tell();
}

button.addEventListener("click", () => (running ? stop() : start()));
document.getElementById("play-back").addEventListener("click", () => step(-1));
document.getElementById("play-on").addEventListener("click", () => step(1));
slider.addEventListener("input", () => goTo(Number(slider.value)));
slider.addEventListener("change", tell);
player.addEventListener("keydown", (event) => {
  if (event.target.matches("select, button, summary, a") && event.key === " ") return;
  if (event.key === " ") (running ? stop : start)();
  else if (event.key === ",") step(-1);
  else if (event.key === ".") step(1);
  else return;
  event.preventDefault();
});

restart();
now = data.start.time;
for (const part of player.querySelectorAll("[hidden]")) part.hidden = false;
goTo(data.start.time);
