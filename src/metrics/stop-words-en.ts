/** English words that say nothing by themselves. */
export const STOP_WORDS_EN: ReadonlySet<string> = new Set(
  `a about above across after again against all almost alone along already also although always am among an and another any anybody anyone anything anyway are around as at away back be became because become becomes been before behind being below beside besides between beyond both but by came can come comes could did do does doing done down during each either else enough etc even ever every everybody everyone everything few find first for from further gave get gets getting give given gives go goes going gone got had half has have having he her here hers herself him himself his how however i if in indeed instead into is it its itself just keep kept knew know known last later least less let like likely look looked lot made make makes making many may maybe me mean might mine more most mostly much must my myself near nearly need neither next nor now of off often oh ok okay on once one only onto or other others otherwise our ours ourselves out over own per perhaps please put quite rather really s said same saw say says see seem seemed seems seen several shall she should since so some somebody someone something sometimes somewhat soon still such t take taken takes than thank thanks that the their theirs them themselves then there therefore these they thing things think this those though thought three through thus till to together too took toward towards twice two under until up upon us use used uses using usually various very via was way we well went were what whatever when where whether which while who whoever whole whom whose why will with within would yet you your yours yourself yourselves x d ll m re ve im ive id`.split(
    " "
  )
);

/** Words that deny what follows them. */
export const NEGATORS_EN: ReadonlySet<string> = new Set([
  ..."no not never without cannot hardly nobody nothing none unlikely".split(" "),
  ..."can't won't don't doesn't didn't isn't aren't wasn't weren't wouldn't couldn't shouldn't hasn't haven't hadn't ain't".split(
    " "
  )
]);

/** What turns "not" into something else: "not only good" is good. */
export const NO_NEGATION_EN: ReadonlySet<string> = new Set(["only", "just", "least", "sure"]);
