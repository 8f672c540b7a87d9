/* Texts of the mock records. */

export const TITLES = [
  "How to fold a paper lantern in four steps",
  "Restoring a 1950s bread tin. Part 3: the lid nobody could open, and what was inside it all along",
  "Tram 28 at six in the morning",
  "Three knots every sailor ties",
  "Sharpening a chisel on a kitchen plate",
  "How a letterpress prints two colours",
  "كيف تصنع فانوسًا من الورق",
  "서울의 첫눈",
  "Sourdough for people who forget to feed it",
  "A shelf from one plank, no screws #woodwork #handtools",
  "Why the bridge hums when it rains",
  "Every lighthouse between Kiel and Flensburg",
  "<b>not bold</b> & <script>not run</script>",
];

export const TERMS = [
  "paper lantern tutorial",
  "sourdough starter",
  "lisbon tram 28",
  "how to sharpen a chisel",
  "hallway gallery wall ideas for renters",
  "noor birthday cake",
  "first snow berlin",
  "فوانيس ورقية",
  "한복 패턴",
  "bread tin lid stuck",
];

export const COMMENTS = [
  "The blue one is my favourite",
  "Which glue did you use for the handle?",
  "We did this with the whole class, thank you",
  "شكرًا على الشرح",
  "Part 4 please",
  "I have been doing this wrong for twenty years",
  "So quiet. I watched it twice",
];

export const CAPTIONS = [
  "Kitchen shelf, finished",
  "First snow from the balcony",
  "Lantern walk 2025",
  "Two loaves, one oven",
];

export const PEOPLE = [
  "Noor Achterberg",
  "Karolina Wiśniewska-Brzęczyszczykiewicz",
  "ليلى عبد الرحمن",
  "tobi.builds.everything.from.scrap",
  "Deleted account",
  "Sunday football (14 people)",
  "Mum",
  "Jae-won 이재원",
  "Pim de Vries",
  "Ana Vukotić",
  "book.club.hinterhof",
];

export const LINES = [
  "haha yes exactly that one",
  "ok, call me when you’re back",
  "Did you see the one with the tin?",
  "I’ll be there at six, or half past if the tram is late again. Save me a seat near the window, please, and one for Mika",
  "Yes",
  "شكرًا جزيلًا! أراكِ غدًا",
  "다음에 또 봐요",
  "Landed. All good.",
  "Thank you for the recipe",
  "rain again, so indoor",
  "Let’s read the short one first",
  "Which box did we put them in last year?",
  "I kept every paper lantern we made that year, they are in the blue box",
  "No\nno\nno. Not the red one",
  "👍",
];

export const HANDLES = [
  "paper.fold.daily",
  "tin.and.time",
  "kiel.harbour",
  "slow.bread",
  "knots4all",
  "이재원_jw",
  "hinterhof.kids",
  "ana.vuk",
];
