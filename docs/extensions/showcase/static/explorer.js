"use strict";

/**
 * The explorer: search, filters, the map, and “where do I enter?”. The page has
 * all contests; this script shows and hides their rows.
 *
 * The address holds the state: filters and place in its query, the open contest
 * after its #. So every view can be linked to, and back and forward work.
 *
 * @typedef {{q: string, tier: string, region: string, organizer: string,
 *   place: string, open: string, unknown: string}} View
 */
(() => {
  const explorer = document.querySelector(".explorer");
  const find = (selector) => explorer.querySelector(selector);
  const findAll = (selector) => [...explorer.querySelectorAll(selector)];

  const words = JSON.parse(find("#explorer-words").textContent);
  const source = document.currentScript.src;
  const unknown = find(".explorer-unknown");
  const filters = find(".explorer-filters");
  const entry = find(".explorer-entry");
  const place = find("#explorer-place");
  const answer = find("#explorer-answer");
  const count = find("#explorer-count");
  const clear = find(".explorer-count button");
  const nothing = find(".explorer-nothing");
  const ask = find(".explorer-nothing button");
  const groups = findAll(".explorer-group");
  const tiles = findAll(".explorer-tile");
  const told = find(".explorer-told");
  const note = find(".explorer-note");
  const contests = findAll(".explorer-contest").map((row) => ({
    ...row.dataset,
    organizers: row.dataset.organizers.split("\n"),
    names: row.dataset.names.split("\n"),
    row,
    more: row.nextElementSibling,
    name: row.querySelector(".explorer-name"),
  }));
  const byId = new Map(contests.map((contest) => [contest.id, contest]));

  /** @type {View} */
  let view;

  // The address

  function read() {
    const query = new URLSearchParams(location.search);
    const asked = (name) => query.get(name) ?? "";
    const id = decode(location.hash.slice(1));
    const isKnown = byId.has(id);
    return {
      q: asked("q"),
      tier: asked("tier"),
      region: asked("region"),
      organizer: asked("organizer"),
      place: asked("place"),
      open: isKnown ? id : "",
      // Other anchors of the page have no slash.
      unknown: !isKnown && id.includes("/") ? id : "",
    };
  }

  function decode(text) {
    try {
      return decodeURIComponent(text);
    } catch {
      return ""; // a broken link names no contest
    }
  }

  function write(changes, { replace = false } = {}) {
    const changed = { ...view, unknown: "", ...changes };
    const query = new URLSearchParams(location.search);
    for (const name of ["q", "tier", "region", "organizer", "place"]) {
      if (changed[name]) query.set(name, changed[name]);
      else query.delete(name);
    }
    const search = query.size ? `?${query}` : "";
    const hash = changed.open ? `#${changed.open}` : "";
    const address = location.pathname + search + hash;
    if (replace) history.replaceState(null, "", address);
    else history.pushState(null, "", address);
    show(changed);
  }

  // The list

  const fold = (text) =>
    text.normalize("NFKD").toLowerCase().replace(/\p{M}/gu, "");

  function matches(contest, { q, tier, region, organizer }) {
    return (
      (!tier || contest.tier === tier) &&
      (!region || contest.region === region) &&
      (!organizer || contest.organizers.includes(organizer)) &&
      searched(q).has(contest)
    );
  }

  let lastSearch = { q: undefined, found: new Set() };

  /** The contests that a search finds: by its words, else as a title. */
  function searched(q) {
    if (q !== lastSearch.q) {
      const words = fold(q).split(/\s+/);
      const found = contests.filter(({ search }) =>
        words.every((word) => search.includes(word)),
      );
      lastSearch = { q, found: new Set(found.length ? found : titled(q)) };
    }
    return lastSearch.found;
  }

  const TITLE = /创客中国|創客中國|maker(in)?china/;
  const VENUE = /在.{1,12}?(?:开赛|开幕|启动|举办|举行)/g;
  const FINAL = /总决赛|全国|\d+强|national|final/;

  /**
   * The contests that a title names, such as that of an award: those whose
   * place or theme stands in it, and else the final.
   */
  function titled(title) {
    const key = fold(title).replace(/[\s“”"'「」『』《》·•-]+/g, "");
    if (!TITLE.test(key)) return [];
    const rest = key.replace(new RegExp(TITLE, "g"), "|").replace(VENUE, "");
    const hits = contests.flatMap((contest) => {
      const names = contest.names.filter((name) => rest.includes(name));
      const length = Math.max(0, ...names.map((name) => name.length));
      return length ? [{ contest, name: names.find((n) => n.length === length) }] : [];
    });
    const nearest = hits.filter(
      ({ contest, name }) =>
        !hits.some(
          (other) =>
            other.contest !== contest &&
            (isPartOf(name, other.name) || isWithin(other.contest, contest)),
        ),
    );
    if (nearest.length) return nearest.map(({ contest }) => contest);
    return FINAL.test(rest)
      ? contests.filter(({ tier }) => tier === "final")
      : [];
  }

  const isPartOf = (name, other) => name !== other && other.includes(name);

  /** Whether a city's contest stands beside that of its province. */
  function isWithin(one, other) {
    return (
      one.tier === "regional" &&
      other.tier === "regional" &&
      !one.region.endsWith("0000") &&
      other.region === `${one.region.slice(0, 2)}0000`
    );
  }

  const DIGITS = "零一二三四五六七八九";

  /** The edition that a title names, or undefined. */
  function editionIn(title) {
    if (!TITLE.test(fold(title).replace(/\s+/g, ""))) return undefined;
    const year = /(20[12]\d)年/.exec(title);
    const ordinal = /第\s*(\d+|[一二三四五六七八九十]+)\s*届/.exec(title);
    if (!ordinal) return year ? Number(year[1]) - 2015 : undefined;
    if (/\d/.test(ordinal[1])) return Number(ordinal[1]);
    const [tens, ones] = ordinal[1].includes("十")
      ? ordinal[1].split("十")
      : ["零", ordinal[1]];
    return 10 * (tens ? DIGITS.indexOf(tens) : 1) + (ones ? DIGITS.indexOf(ones) : 0);
  }

  /** @param {View} wanted */
  function show(wanted) {
    view = wanted;
    let shown = 0;
    for (const contest of contests) {
      const isShown = matches(contest, view);
      const isOpen = isShown && contest.id === view.open;
      contest.row.hidden = !isShown;
      contest.row.classList.toggle("explorer-open", isOpen);
      contest.more.hidden = !isOpen;
      contest.name.setAttribute("aria-expanded", String(isOpen));
      if (isShown) shown += 1;
    }
    for (const group of groups) {
      const rows = [...group.parentElement.querySelectorAll("[data-id]")];
      group.hidden = rows.every((row) => row.hidden);
    }
    for (const tile of tiles) {
      const isPressed = tile.dataset.region === view.region;
      tile.setAttribute("aria-pressed", String(isPressed));
    }
    for (const name of ["q", "region", "organizer"]) {
      const field = filters.elements[name];
      if (field.value !== view[name]) field.value = view[name];
    }
    // A group of radios cannot be set to the empty text of all tiers.
    for (const radio of filters.elements.tier) {
      radio.checked = radio.value === view.tier;
    }
    if (place.value !== view.place) {
      place.value = view.place;
      if (view.place) load();
      reply();
    }
    nothing.hidden = shown > 0;
    tell(view.region);
    const number = shown > 0 ? editionIn(view.q) : undefined;
    const differs = number !== undefined && number !== Number(words.edition);
    const numeral = words.numerals.split(" ")[number - 1] ?? number;
    say(note, differs ? fill(words.otherEdition, { number: numeral }) : "");
    const text = short(view.q.trim());
    ask.hidden = !text;
    ask.textContent = fill(words.ask, { text });
    clear.hidden = !(view.q || view.tier || view.region || view.organizer);
    say(count, fill(words.count, { shown, all: contests.length }));
    const id = short(view.unknown);
    say(unknown, id && fill(words.unknownContest, { id }));
  }

  function say(where, text) {
    // Screen readers read it out at each change.
    if (where.textContent !== text) where.textContent = text;
  }

  /** A text with its braces filled in. */
  function fill(text, values) {
    return text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  }

  /** A text, shortened if it is long. */
  function short(text) {
    const characters = [...text];
    return characters.length > 50 ? `${characters.slice(0, 49).join("")}…` : text;
  }

  const unfiltered = { q: "", tier: "", region: "", organizer: "" };

  function open(id) {
    const isHidden = !matches(byId.get(id), view);
    write({ ...(isHidden ? unfiltered : {}), open: id });
    reveal(id);
  }

  function reveal(id) {
    const { name, row } = byId.get(id);
    name.focus({ preventScroll: true });
    // Without the theme's smooth scrolling: this page is long.
    row.scrollIntoView({ behavior: "instant", block: "start" });
  }

  function toggle(contest) {
    write({ open: view.open === contest.id ? "" : contest.id });
  }

  // The tile that is pressed

  /** Answer a tile: what is held there, who runs it, where companies enter. */
  function tell(region) {
    const tile = tiles.find((each) => each.dataset.region === region);
    told.hidden = !tile;
    if (!tile || told.dataset.region === region) return;
    told.dataset.region = region;
    const { name, english, enters } = tile.dataset;
    told
      .querySelector("h3")
      .replaceChildren(
        chinese(name),
        entry.dataset.inEnglish ? ` ${english}` : "",
      );
    const held = contests.filter((contest) => contest.region === region);
    const list = held.map(({ id }) =>
      element("li", "", contestLink(id), " ", ...organizersOf(id)),
    );
    told
      .querySelector("[role]")
      .replaceChildren(
        ...(held.length
          ? [paragraph(words.held), element("ul", "", ...list)]
          : [paragraph(words.notHeld)]),
        ...(enters
          ? [enteredBy(enters), ...addressesOf(enters)]
          : [paragraph(words.noGuess)]),
      );
  }

  function enteredBy(id) {
    const [before, after] = words.entersHere.split("{contest}");
    return element("p", "", before, contestLink(id), after);
  }

  // Where do I enter?

  /** @type {Places | undefined} */
  let places;
  let isLoading = false;

  function load() {
    if (isLoading) return;
    isLoading = true;
    const script = document.createElement("script");
    script.src = new URL(entry.dataset.places, source).href;
    script.addEventListener("load", () => {
      places = new Places();
      reply();
    });
    script.addEventListener("error", () => {
      isLoading = false;
      answer.replaceChildren(paragraph(words.failed));
    });
    document.head.append(script);
  }

  function reply() {
    const text = place.value.trim();
    if (!text) {
      answer.replaceChildren();
    } else if (places) {
      answer.replaceChildren(...answerTo(text, places.locate(text)));
    }
  }

  function answerTo(given, { places: found, read, basis }) {
    const text = short(given);
    if (found.length === 1) {
      const [division] = found;
      const says = basis === "retired" || given.length > read.length;
      return [
        ...(says ? [readAs(basis, short(read))] : []),
        ...one(division),
        ...besides(division),
      ];
    }
    if (found.length > 1) {
      const asked = fill(words.several, { text, count: found.length });
      return [paragraph(asked), choices(found)];
    }
    const near = places.near(given, 8);
    return [
      paragraph(fill(words.unknown, { text })),
      ...(near.length ? [paragraph(words.near), choices(near)] : []),
    ];
  }

  function one(division) {
    if (!division.contest) {
      return [placed(words.noContest, division), paragraph(words.noGuess)];
    }
    const id = division.contest;
    return [
      placed(words.enters, division),
      element("p", "explorer-entered", contestLink(id)),
      element("p", "", ...organizersOf(id)),
      ...addressesOf(id),
    ];
  }

  function readAs(basis, text) {
    const said = basis === "retired" ? words.readRetired : words.read;
    return paragraph(fill(said, { text }));
  }

  /** The cities of a province that have a regional contest of their own. */
  function besides({ code }) {
    if (!code.endsWith("0000")) return [];
    return tiles
      .map(({ dataset }) => dataset)
      .filter(
        ({ region }) =>
          region.startsWith(code.slice(0, 2)) && !region.endsWith("0000"),
      )
      .map(({ region, name, english, enters }) => {
        const said = entry.dataset.inEnglish ? `${name} ${english}` : name;
        const [before, after] = fill(words.besides, { city: said }).split("|");
        return element("p", "", before, contestLink(enters), after);
      });
  }

  function organizersOf(id) {
    const organizers = byId.get(id).row.querySelectorAll(".explorer-organizer");
    return [...organizers].map((organizer) => organizer.cloneNode(true));
  }

  function addressesOf(id) {
    const links = byId.get(id).row.querySelectorAll(".explorer-links a");
    if (!links.length) return [paragraph(words.noLinks)];
    const addresses = [...links].flatMap((link) => [" ", link.cloneNode(true)]);
    return [element("p", "", words.register, ...addresses)];
  }

  function choices(divisions) {
    const items = divisions.map((division) => {
      const choose = element("button", "", ...named(division));
      choose.type = "button";
      choose.addEventListener("click", () => {
        place.focus();
        write({ place: division.code }, { replace: true });
      });
      const target = division.contest
        ? contestLink(division.contest)
        : words.none;
      return element("li", "", choose, " → ", target);
    });
    return element("ul", "explorer-choices", ...items);
  }

  function contestLink(id) {
    const link = byId.get(id).name.cloneNode(true);
    link.removeAttribute("aria-expanded");
    link.removeAttribute("aria-controls");
    return link;
  }

  // Elements

  function element(name, style = "", ...children) {
    const made = document.createElement(name);
    if (style) made.className = style;
    made.append(...children);
    return made;
  }

  function chinese(text) {
    const made = element("span", "", text);
    made.lang = "zh-CN";
    return made;
  }

  const paragraph = (text) => element("p", "", text);

  /** A paragraph with a division where its text says {place}. */
  function placed(text, division) {
    const [before, after] = text.split("{place}");
    return element("p", "", before, ...named(division), after);
  }

  /** A division by its names and its code. */
  function named(division) {
    const { inEnglish } = entry.dataset;
    return [
      chinese(places.path(division)),
      " ",
      ...(inEnglish ? [`${places.englishPath(division)} `] : []),
      element("code", "", division.code),
    ];
  }

  // The map is one tab stop; arrow keys move between tiles.

  function position(tile) {
    const style = getComputedStyle(tile);
    return [style.gridColumnStart, style.gridRowStart].map(Number);
  }

  const ARROWS = {
    ArrowLeft: [-1, 0],
    ArrowRight: [1, 0],
    ArrowUp: [0, -1],
    ArrowDown: [0, 1],
  };

  /** The nearest tile in a direction, preferably straight ahead. */
  function next(from, [right, down]) {
    const [column, row] = position(from);
    let nearest;
    let least = Infinity;
    for (const tile of tiles) {
      const [x, y] = position(tile);
      const ahead = (x - column) * right + (y - row) * down;
      const aside = Math.abs((x - column) * down) + Math.abs((y - row) * right);
      const distance = ahead + 3 * aside;
      if (ahead > 0 && distance < least) [nearest, least] = [tile, distance];
    }
    return nearest;
  }

  function rove(tile) {
    for (const each of tiles) each.tabIndex = each === tile ? 0 : -1;
  }

  // What happens

  explorer.addEventListener("click", (event) => {
    const { target } = event;
    const isPlain = !(event.ctrlKey || event.metaKey || event.shiftKey);
    const tile = target.closest(".explorer-tile");
    const link = target.closest('a[href^="#"]');
    const row = target.closest(".explorer-contest");
    if (tile) {
      const { region } = tile.dataset;
      rove(tile);
      write({ region: view.region === region ? "" : region });
    } else if (target.closest(".explorer-close")) {
      const pressed = tiles.find((each) => each.tabIndex === 0);
      write({ region: "" });
      pressed.focus({ preventScroll: true });
    } else if (link && isPlain) {
      event.preventDefault();
      const contest = byId.get(decode(link.hash.slice(1)));
      if (link === contest.name) toggle(contest);
      else open(contest.id);
    } else if (row && !target.closest("a") && !getSelection().toString()) {
      toggle(byId.get(row.dataset.id));
    }
  });

  find(".explorer-tiles").addEventListener("keydown", (event) => {
    const direction = ARROWS[event.key];
    const tile = event.target.closest(".explorer-tile");
    if (!direction || !tile) return;
    event.preventDefault();
    const to = next(tile, direction);
    if (to) {
      rove(to);
      to.focus();
    }
  });

  filters.addEventListener("input", ({ target }) => {
    // The history has a step for each choice, but not for each letter.
    write({ [target.name]: target.value }, { replace: target.name === "q" });
  });

  clear.addEventListener("click", () => {
    write(unfiltered);
    filters.elements.q.focus();
  });

  // People who search for a place often mean this.
  ask.addEventListener("click", () => {
    write({ place: view.q.trim() });
    place.focus({ preventScroll: true });
    entry.scrollIntoView({ behavior: "instant", block: "start" });
  });

  place.addEventListener("focus", load);
  let waiting = 0;
  place.addEventListener("input", () => {
    load();
    write({ place: place.value }, { replace: true });
    // Screen readers read the answer out, so wait for the last letter.
    clearTimeout(waiting);
    waiting = setTimeout(reply, 200);
  });

  for (const form of findAll("form")) {
    form.addEventListener("submit", (event) => event.preventDefault());
  }

  addEventListener("popstate", () => {
    show(read());
    if (view.open) reveal(view.open);
    if (view.unknown) {
      unknown.scrollIntoView({ behavior: "instant", block: "nearest" });
    }
  });

  // Start

  explorer.classList.add("explorer-live");
  for (const part of [filters, entry, find(".explorer-count")]) {
    part.hidden = false;
  }
  for (const tile of tiles) tile.disabled = false;
  rove(tiles[0]);
  for (const { id, more, name } of contests) {
    more.querySelector("details").open = true;
    name.setAttribute("aria-controls", id);
  }
  show(read());
  if (view.open) {
    if (!matches(byId.get(view.open), view)) {
      write(unfiltered, { replace: true });
    }
    // The browser goes to the # by itself first, which takes the focus away.
    addEventListener("load", () => setTimeout(() => reveal(view.open)));
  }
})();
