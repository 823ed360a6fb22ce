"use strict";

/**
 * From a text to the administrative divisions that it means, by the rules of
 * `cnmaker_data.find_region`; the tests compare the two.
 *
 * The divisions come with a script of their own, which fills `Places.rows`:
 * a line for each, with its code, full, short and English name, code of ISO
 * 3166-2, and the id of the contest that a company there enters.
 *
 * These are plain scripts and no modules, which a browser does not load from
 * a disk.
 *
 * @typedef {{code: string, name: string, shortName: string, english: string,
 *   iso: string, contest: string, keys: Set<string>}} Place
 */
class Places {
  /** @type {string} */
  static rows = "";

  static CORPS = "660000";
  static CORPS_CITIES = "6590";
  // No text that means a division is longer.
  static LONGEST = 1000;
  // What may stand between a province and a county that belongs to it.
  static FILLERS = [
    "市辖区",
    "县",
    "省直辖县级行政区划",
    "省直辖县级行政单位",
    "自治区直辖县级行政区划",
    "自治区直辖县级行政单位",
  ];
  // Endings, and what is left of them without the names of the peoples.
  static OF_PEOPLES = [
    ["自治区", "自治区"],
    ["自治州", "州"],
    ["自治县", "县"],
    ["自治旗", "旗"],
    ["族区", "区"],
  ];
  // What English adds to a name; and what may stand between names.
  static KINDS =
    /\b(special administrative|autonomous|province|region|municipality|prefecture|city|county|district)\b/g;
  static JOINTS = /[,;/>·|]/;

  constructor() {
    /** @type {Map<string, Place>} */
    this.byCode = new Map();
    for (const line of Places.rows.split("\n")) {
      const [code, name, shortName, english, iso, contest] = line.split(",");
      const place = { code, name, shortName, english, iso, contest };
      const keys = new Set(Places.spellings(place).map(Places.key));
      this.byCode.set(code, { ...place, keys });
    }
    const all = [...this.byCode.values()];
    // Counties count only where a text means nothing above them.
    this.files = [
      Places.index(all.filter((place) => Places.rank(place.code) < 3)),
      Places.index(all.filter((place) => Places.rank(place.code) === 3)),
    ];
  }

  /** What of a text matters when names are compared. */
  static key(text) {
    return text
      .normalize("NFKD")
      .toLowerCase()
      .replace(/\p{M}/gu, "")
      .replace(/[\s/,、>·'’‘`-]+/g, "");
  }

  static rank(code) {
    if (code === Places.CORPS) return 1;
    if (code.endsWith("0000")) return 0;
    return code.endsWith("00") ? 2 : 3;
  }

  static spellings({ code, name, shortName, english, iso }) {
    const spellings = [name, shortName, english];
    if (iso) spellings.push(iso);
    if (code === Places.CORPS) spellings.push("新疆兵团", "XPCC");
    for (const [ending, short] of Places.OF_PEOPLES) {
      if (name.endsWith(ending)) spellings.push(shortName + short);
    }
    return spellings;
  }

  static index(places) {
    const named = new Map();
    for (const { code, keys } of places) {
      for (const key of keys) {
        if (!named.has(key)) named.set(key, []);
        named.get(key).push(code);
      }
    }
    return { codes: new Set(places.map(({ code }) => code)), named };
  }

  /**
   * The divisions that a text means: one, several that share the name, or
   * none.
   * @param {string} text
   * @returns {Place[]}
   */
  find(text) {
    if (text.length > Places.LONGEST) return [];
    const key = Places.key(text);
    for (const file of this.files) {
      const codes = this.search(file, key);
      if (codes.length) return codes.map((code) => this.byCode.get(code));
    }
    return [];
  }

  search({ codes, named }, key) {
    if (/^[0-9]{6}([0-9]{6})?$/.test(key)) {
      const code = key.slice(0, 6);
      return codes.has(code) ? [code] : [];
    }
    let found = named.get(key) ?? [];
    if (!found.length) {
      const inPath = new Set();
      for (let end = 1; end < key.length; end += 1) {
        const head = key.slice(0, end);
        for (const code of named.get(key.slice(end)) ?? []) {
          if (this.heads(code).has(head)) inPath.add(code);
        }
      }
      found = [...inPath];
    }
    const highest = Math.min(...found.map(Places.rank));
    return found.filter((code) => Places.rank(code) === highest).sort();
  }

  above(code) {
    const codes = [`${code.slice(0, 4)}00`, `${code.slice(0, 2)}0000`];
    return codes.filter((each) => each !== code && this.byCode.has(each));
  }

  /** The keys that may stand before a division's name in a path. */
  heads(code) {
    const above = this.above(code)
      .reverse()
      .map((each) => this.nameKeys(each));
    if (Places.rank(code) === 3 && above.length === 1) {
      const between = [...above[0], ...Places.FILLERS];
      if (code.startsWith(Places.CORPS_CITIES)) {
        between.push(...this.nameKeys(Places.CORPS));
      }
      above.push(between);
    }
    let heads = [""];
    for (const names of above) {
      heads = heads.flatMap((head) =>
        [...names, ""].map((name) => head + name),
      );
    }
    return new Set(heads);
  }

  nameKeys(code) {
    const place = this.byCode.get(code);
    return Places.spellings({ ...place, iso: "" }).map(Places.key);
  }

  /** The names from the province down to a division, in one. */
  path(place) {
    const above = this.above(place.code).reverse();
    return [...above, place.code]
      .map((code) => this.byCode.get(code).name)
      .join("");
  }

  /** The English names from a division up to the province. */
  englishPath(place) {
    return [place.code, ...this.above(place.code)]
      .map((code) => this.byCode.get(code).english)
      .join(", ");
  }

  /**
   * The divisions that a text may be meant for which means none: those with a
   * name that has it in it, else those that it means in English, else those
   * with the names that are most like it.
   * @param {string} text
   * @param {number} most
   * @returns {Place[]}
   */
  near(text, most) {
    const key = Places.key(text);
    if (!key || text.length > Places.LONGEST) return [];
    const ways = [
      () => this.having(key),
      () => this.inEnglish(text),
      () => this.alike(key).slice(0, 3),
    ];
    for (const way of ways) {
      const found = way();
      if (found.length) return found.slice(0, most);
    }
    return [];
  }

  /** Those with a key in one of their names, from the highest level down. */
  having(key) {
    const ranked = [[], [], [], []];
    for (const place of this.byCode.values()) {
      if ([...place.keys].some((each) => each.includes(key))) {
        ranked[Places.rank(place.code)].push(place);
      }
    }
    return ranked.flat();
  }

  /** “Yiwu City, Zhejiang Province”: with kinds, or the smallest first. */
  inEnglish(text) {
    const plain = text.normalize("NFKD").toLowerCase();
    const cut = plain.replace(Places.KINDS, ",").split(Places.JOINTS);
    const names = cut.map((name) => name.trim()).filter(Boolean);
    const words = names.join(" ").split(/\s+/);
    const orders = [names, names.toReversed(), words.toReversed()];
    for (const order of orders) {
      const found = this.find(order.join(" "));
      if (found.length) return found;
    }
    return [];
  }

  /** Those with a name that is half right, the best first. */
  alike(key) {
    const found = [];
    for (const place of this.byCode.values()) {
      const names = [...place.keys, Places.key(this.path(place))];
      const likeness = Math.max(
        ...names.map((name) => Places.likeness(name, key)),
      );
      if (likeness >= 0.5) found.push({ place, likeness });
    }
    return found
      .sort(
        (one, other) =>
          other.likeness - one.likeness ||
          Places.rank(one.place.code) - Places.rank(other.place.code),
      )
      .map(({ place }) => place);
  }

  /**
   * How much of two keys is the same, in the same order: from 0 to 1. A little
   * more where it stands in the same place: 义鸟 is 义乌 before it is 尚义.
   */
  static likeness(one, other) {
    const [least, most] = [one.length, other.length].sort((a, b) => a - b);
    // All that they can share is too little.
    if (3 * least < most) return 0;
    // The longest that the starts of both share, for each start of the other.
    let shared = new Array(other.length + 1).fill(0);
    for (const letter of one) {
      const before = shared;
      shared = [0];
      for (let i = 0; i < other.length; i += 1) {
        shared.push(
          letter === other[i]
            ? before[i] + 1
            : Math.max(before[i + 1], shared[i]),
        );
      }
    }
    const inPlace = [...one].filter((letter, i) => letter === other[i]).length;
    return (2 * shared.at(-1)) / (one.length + other.length) + inPlace / 1000;
  }
}
