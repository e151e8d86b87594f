/** 24 lights, each with ten articles: enough to search in and to scroll through, and the same after every start. */
export function articles(): [title: string, summary: string, place: string][] {
  return subjects.flatMap((subject, turn) =>
    lights.map((light, index) => [subject.title(light), subject.summary(light, index + turn), light.place]),
  )
}

interface Light {
  name: string
  place: string
  year: number
  height: number
}

const lights: Light[] = [
  ["Cordouan", "France", 1611, 67],
  ["Eddystone", "England", 1882, 49],
  ["Tower of Hercules", "Spain", 1791, 55],
  ["La Jument", "France", 1911, 48],
  ["Bell Rock", "Scotland", 1811, 36],
  ["Skerryvore", "Scotland", 1844, 48],
  ["Lindesnes", "Norway", 1915, 16],
  ["Hook Head", "Ireland", 1172, 35],
  ["Fastnet", "Ireland", 1904, 54],
  ["Cape Hatteras", "United States", 1870, 64],
  ["Pigeon Point", "United States", 1872, 35],
  ["Roter Sand", "Germany", 1885, 53],
  ["Westerheversand", "Germany", 1906, 40],
  ["Kõpu", "Estonia", 1531, 36],
  ["Lange Jaap", "Netherlands", 1878, 63],
  ["Cabo da Roca", "Portugal", 1772, 22],
  ["Ponta dos Capelinhos", "Azores", 1903, 20],
  ["Les Éclaireurs", "Argentina", 1920, 22],
  ["Punta Carretas", "Uruguay", 1876, 19],
  ["Cape Byron", "Australia", 1901, 22],
  ["Macquarie", "Australia", 1883, 26],
  ["Inubosaki", "Japan", 1874, 31],
  ["Green Point", "South Africa", 1824, 16],
  ["Lanterna", "Italy", 1543, 77],
].map(([name, place, year, height]) => ({ name: String(name), place: String(place), year: Number(year), height: Number(height) }))

interface Subject {
  title: (light: Light) => string
  summary: (light: Light, turn: number) => string
}

const winds = ["a northerly gale", "a week of fog", "an easterly swell", "the equinox storms", "drifting ice"]
const craft = ["glassmakers", "masons", "clockmakers", "riggers", "coppersmiths"]

const subjects: Subject[] = [
  {
    title: ({ name }) => `Building ${name}`,
    summary: ({ height, year }, turn) => `How ${pick(craft, turn)} raised a tower of ${height} metres, finished in ${year}.`,
  },
  {
    title: ({ name }) => `The lens of ${name}`,
    summary: ({ place }, turn) => `Prisms, mercury and patience: what ${pick(craft, turn)} of ${place} had to learn.`,
  },
  { title: ({ name }) => `A winter at ${name}`, summary: (_light, turn) => `Letters from the watch room during ${pick(winds, turn)}.` },
  { title: ({ name }) => `The fog signal of ${name}`, summary: ({ place }) => `Bells, cannons and sirens on the coast of ${place}.` },
  {
    title: ({ name }) => `Keepers of ${name}`,
    summary: ({ year }) => `Four watches a day, every day since ${year}, until the last one was automated.`,
  },
  {
    title: ({ name }) => `${name} in numbers`,
    summary: ({ height, year }, turn) => `${height} metres, ${height * 5 + turn} steps there and back, first lit in ${year}.`,
  },
  {
    title: ({ name }) => `Supplies for ${name}`,
    summary: (_light, turn) => `Oil, bread and newspapers by boat, and what was eaten during ${pick(winds, turn)}.`,
  },
  {
    title: ({ name }) => `Painting ${name}`,
    summary: ({ height }) => `Why a daymark has stripes, and how ropes reach all ${height} metres.`,
  },
  {
    title: ({ name }) => `The night ${name} went dark`,
    summary: (_light, turn) => `One failed spring, ${pick(winds, turn)}, and a lamp turned by hand until morning.`,
  },
  {
    title: ({ name }) => `Visiting ${name}`,
    summary: ({ place }) => `Opening hours, tides and the best bench in ${place} to watch the beam from.`,
  },
]

function pick(from: string[], turn: number): string {
  return from[turn % from.length] ?? ""
}
