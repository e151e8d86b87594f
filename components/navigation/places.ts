export interface Place {
  slug: string
  name: string
  where: string
  facts: string
}

/** Four lights to travel between. */
export const places: [Place, ...Place[]] = [
  {
    slug: "cordouan",
    name: "Cordouan",
    where: "Mouth of the Gironde, France",
    facts: "Lit since 1611 and 67 metres high: it has a chapel, a king's apartment and 301 steps.",
  },
  {
    slug: "hercules",
    name: "Tower of Hercules",
    where: "A Coruña, Spain",
    facts: "Its core was built by Romans. No other light of that age still shows ships the way.",
  },
  {
    slug: "fastnet",
    name: "Fastnet",
    where: "Off Cape Clear, Ireland",
    facts: "The last of Ireland that emigrants saw. 2,074 granite blocks, dovetailed into one another.",
  },
  {
    slug: "skerryvore",
    name: "Skerryvore",
    where: "West of Tiree, Scotland",
    facts: "4,308 tons of granite on a reef that the sea covers. It was dark once, after a fire in 1954.",
  },
]

export function placeOf(slug: unknown): Place | undefined {
  return places.find((place) => place.slug === slug)
}
