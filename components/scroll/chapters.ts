export interface Chapter {
  title: string
  paragraphs: string[]
}

export const chapters: Chapter[] = [
  {
    title: "Dusk",
    paragraphs: [
      "The curtains come off the lens an hour before sunset. By day they keep the glass from gathering the sun; a forgotten curtain has set more than one lamp room on fire.",
      "The wick is trimmed square, the chimney warmed by hand before it meets the flame. Cold glass cracks, and the spare is three flights down.",
      "At the minute of the almanac, not before and not after, the lamp is lit and the time is written down.",
    ],
  },
  {
    title: "First watch",
    paragraphs: [
      "The clockwork drives four tons of glass with a weight no heavier than a man. It floats on mercury; one finger is enough to turn it.",
      "Every four hours somebody climbs up and winds the weight to the top again. The bell that calls them is driven by the same weight.",
      "Ships pass with their lights in order, red to the left and green to the right, and are counted.",
    ],
  },
  {
    title: "Fog",
    paragraphs: [
      "The far shore goes first, then the buoy, then the rail of the gallery. The light makes a white room around the tower, and is of no use to anybody.",
      "So the horn is started. Three seconds in every ninety, all night. Those off watch sleep in the eighty-seven that are left.",
      "Somewhere below an engine is running slowly and somebody is listening.",
    ],
  },
  {
    title: "Middle watch",
    paragraphs: [
      "Between midnight and four there is time to polish. Brass first, then the prisms, each with its own cloth, in circles.",
      "Birds come to the light in autumn. In the morning the gallery is swept, and what can still fly is set free.",
      "The log asks for wind, weather and remarks. Most nights there are no remarks.",
    ],
  },
  {
    title: "Dawn",
    paragraphs: [
      "The lamp is put out when the sun's edge shows. The weight is let down and the lens stops with a sigh.",
      "Curtains, oil, chimney, wick: what was made ready in the evening is made ready again, so that whoever comes next finds it so.",
      "Then coffee, and the boat, if the sea allows it.",
    ],
  },
]
