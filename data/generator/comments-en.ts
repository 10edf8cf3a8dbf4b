import type {Grammar} from "./grammar.ts";

/** Comments in English. */
export const ENGLISH: Grammar = {
  space: " ",
  things: {
    Tea: ["sencha", "hojicha", "tea", "matcha", "genmaicha", "green tea"],
    Tableware: ["teapot", "cup", "bowl", "plate", "teaware"],
    Home: ["tray", "cloth", "incense", "towel", "candle"],
    Gift: ["gift box", "gift set", "wrapping cloth", "present"]
  },
  opening: [
    "[second|third|my first] order [from you|here].",
    "ordered [for my mother|for the office|for a friend's wedding|as a treat for myself|for the holidays].",
    "[been buying here for a while|found you through a friend|discovered this shop last year].",
    "[bought|ordered] the {product} [again|this time|last week]."
  ],
  praise: {
    taste: [
      "[cold-brewed|with cooler water|made a little strong], the {product} is [outstanding|a delight|hard to beat].",
      "[this year's|this] {product} is [better than ever|worth the wait|a real find].",
      "the {product} [is|was] [so|really|wonderfully] [fresh|fragrant|mellow|smooth].",
      "[lovely|deep|clean] [aroma|flavour] and [no bitterness at all|a long finish|it keeps through three infusions].",
      "[best|nicest] [tea|hojicha|sencha] I have had [outside Kyoto|in years|at home].",
      "[we drink it every morning|it has become our evening ritual|my whole family asks for it now].",
      "you can [taste|smell] how fresh [the leaves are|it is] [as soon as the bag is opened|from the first cup]."
    ],
    vessel: [
      "the {product} [is|feels] [even more|really|quietly] beautiful in [the hand|real life|daily use].",
      "[the glaze|the colour|the shape] is [exactly as pictured|better than in the photos|lovely].",
      "the {product} [is a joy to use|sits well in the hand|is light yet solid].",
      "[the teapot pours without a drip|the cups keep the heat well].",
      "[you can see|I love] the [care|hand work] in every piece."
    ],
    packaging: [
      "[everything|it] came [beautifully|carefully|safely] [packed|wrapped], [no plastic|with a handwritten card|not a scratch].",
      "the [box|wrapping] alone is a [joy|pleasure] to open.",
      "[padded well and easy to recycle|paper only, which I appreciate]."
    ],
    delivery: [
      "[ordered on a Sunday|ordered in the holiday rush|a late order], and it [still came in time|was here before the weekend].",
      "[arrived|it was here] [a day early|in two days|exactly on the day I chose|sooner than expected].",
      "[fast|quick|reliable] [delivery|shipping] [as always|even abroad|and good tracking].",
      "[tracking was clear|the driver was kind] and the parcel [came on time|was in perfect shape]."
    ],
    price: [
      "[fair|good] price for [this quality|what you get|hand-made work].",
      "[worth every yen|not cheap, but worth it|the points make it a good deal]."
    ],
    support: [
      "[your team|support|the person who answered] [replied|got back to me] [within the hour|the same day|in perfect English] and [solved it|was very kind|sent a replacement].",
      "[one message|a single mail] and [the problem was gone|a new cup was on its way].",
      "[patient|warm|honest] advice on [which tea to choose|how to brew gyokuro|a gift]."
    ],
    website: [
      "[ordering|checkout] [was easy|took two minutes|worked at once on my phone].",
      "[good|helpful] [photos|brewing notes|descriptions], [I knew what I was getting|easy to compare].",
      "[nice to|I can] reorder in [one tap|a minute]."
    ],
    gift: [
      "[my mother|my friend|the couple|our hosts] [loved|was delighted with|still talks about] the {product}.",
      "[the gift wrapping|the message card] was [elegant|a lovely touch|perfect].",
      "[perfect|ideal] [wedding|birthday|thank-you] gift."
    ]
  },
  complaint: {
    taste: [
      "the {product} [was|tasted] [rather|a bit|too] [flat|bitter|weak|dusty] [this time|compared with last year|for the price].",
      "[not as fresh as|a different blend from|weaker than] [before|the last bag|what I expected].",
      "[the aroma was gone|it tasted old] [after a week|when I opened it|already]."
    ],
    vessel: [
      "the {product} [was|is] [smaller than it looked|chipped at the rim|not the colour in the photo].",
      "[the lid does not fit|it leaks at the spout|the glaze has bubbles|it cracked after a month].",
      "[expected|hoped for] [better finishing|a heavier piece] at this price."
    ],
    packaging: [
      "the box [was|arrived] [crushed|soaked|half open] and [a cup was broken|the lid had cracked|the tea bag had split].",
      "[far too much|so much] [paper|plastic|filler] for [one bag of tea|such a small thing].",
      "[no padding at all|only one sheet of paper] around [a fragile bowl|the teapot]."
    ],
    delivery: [
      "[ten days|six days|over a week] [from order to door|in transit], [far too slow|and no explanation|with no update].",
      "[the courier|whoever delivered it] [threw it over the gate|was rude|left it with a neighbour we do not know].",
      "[delivery|shipping] [took|needed] [nine days|two weeks|far longer than promised|almost three weeks].",
      "[arrived|it came] [three days|a week|four days] late, [after the birthday|no notice at all|without any explanation].",
      "[the parcel|my order] was [left in the rain|sent to the wrong address|stuck at the depot for days].",
      "[tracking never updated|the delivery slot I chose was ignored|nobody rang, just a missed-delivery slip].",
      "[the parcel|it] [arrived damaged|came with a broken cup] [again|and late on top of that]."
    ],
    price: [
      "[shipping costs|postage] [too much|nearly as much as the tea].",
      "[prices have gone up|it has become expensive] [again|a lot since last year].",
      "[the coupon|the discount] [did not apply|could not be combined|had expired a day early]."
    ],
    support: [
      "[waited|it took] [five days|a week|four days] for [an answer|a reply], and then [a standard text|no solution].",
      "[nobody answered|three messages and still no reply|I was sent from one person to the next].",
      "[the replacement never came|the refund took a month]."
    ],
    website: [
      "[checkout|payment] [failed twice|kept throwing errors|lost my basket] [on my phone|with my card|before it worked].",
      "[hard to find|could not find] [the delivery date|the size of the cup|how to change my address].",
      "[the site is slow|it logs me out all the time|the English pages are half Japanese]."
    ],
    gift: [
      "[the message card|the gift wrapping] was [missing|forgotten|the wrong one].",
      "[the price slip was still in the box|it did not look like a present].",
      "[sold out before|it came too late for] [Mother's Day|Christmas|the wedding]."
    ]
  },
  passive: [
    "[no real complaints|about what I expected|it does the job].",
    "[fine overall|all in all good|nothing special].",
    "[might|will probably] [order again|try another one].",
    "[okay for the price|decent]."
  ],
  promoterClose: [
    "[will|would] [order again|recommend to anyone|tell my friends].",
    "[thank you|please never change|already looking forward to the new harvest].",
    "[my favourite shop|simply the best|highly recommended]."
  ],
  detractorClose: [
    "[will not|would not|unlikely to] [order again|recommend this|buy as a gift again].",
    "[a pity|disappointed|expected more], [the tea itself is good|it used to be better|sadly].",
    "[please fix this|I hope this improves]."
  ]
};
