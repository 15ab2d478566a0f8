/** Words that promise without saying how often or how soon, and what makes a figure of them, in one language. */
interface Language {
  /** "How often" and "how soon" that promise nothing. */
  vague: RegExp;
  /** Those that say "where it applies" as often as "whenever we feel like it": only with something that is done again and again. */
  loose?: { words: RegExp; with: RegExp };
  /** Before such a word: permission, refusal and what need not be done are no promises. */
  noPromise: RegExp;
  /** How often or how soon, in words. */
  inWords: RegExp;
}

/**
 * A text does not say in which language it is, and a policy may be in two: each sentence is looked at in all of them. The
 * words of one language do not stand in the sentences of another, so that none of them takes away what another one finds.
 */
const languages: readonly Language[] = [
  {
    vague:
      /\b(regularly(?!-)|periodically|from time to time|in a (?:[\w-]+ and )?timely (?:manner|fashion|way)|on a timely basis|at (?:appropriate|regular) intervals|promptly|as soon as possible|(?<!long )as needed|as appropriate)\b/i,
    loose: {
      words: /\b(?:as needed|as appropriate)\b/i,
      with: /\b(?:review|updat|test|audit|train|patch|back(?:ed)? up|rotat|scan|monitor|check|assess|re-?evaluat|renew)/i,
    },
    noPromise: /\b(?:may|might|could|reserves? the right|(?:do|does|need|must|should|shall) not|don.t|not always|never)\b/i,
    inWords:
      /\b(?:hourly|daily|weekly|fortnightly|monthly|quarterly|(?:bi-?|semi-?)?annual(?:ly)?|yearly|immediately|within (?:an?|one|two|three|four|five|six|seven|ten|twelve) |every (?:working |business )?(?:hour|day|week|month|quarter|year)|(?:once|twice) (?:a|per|every) )/i,
  },
  {
    // German
    vague:
      /(?<!\p{L})(?:regelmäßig|regelmässig|periodisch|zeitnah|in (?:regelmäßigen|regelmässigen|angemessenen) (?:abständen|zeitabständen)|von zeit zu zeit|so bald wie möglich|so schnell wie möglich|schnellstmöglich|baldmöglichst|in angemessener zeit|bei bedarf)(?:e[rnsm]?)?(?!\p{L})/iu,
    loose: { words: /^bei bedarf$/iu, with: /überprüf|geprüft|aktualisier|getestet|geschult|bewertet|erneuert/iu },
    noPromise: /(?<!\p{L})(?:kann|können|könnte|könnten|darf|dürfen|nicht|nie|behält sich|behalten sich)(?!\p{L})/iu,
    inWords:
      /(?<!\p{L})(?:stündlich|täglich|wöchentlich|monatlich|vierteljährlich|quartalsweise|halbjährlich|jährlich|unverzüglich|sofort|umgehend|innerhalb (?:von )?(?:einer|eines|zwei|drei|vier|fünf|sechs|sieben|zehn|zwölf) |jede[nrs]? (?:stunde|tag|woche|monat|quartal|jahr)|(?:ein|zwei)mal (?:im|pro|am|in der) )/iu,
  },
  {
    // French
    vague:
      /(?<!\p{L})(?:régulièrement|au besoin|si nécessaire|périodiquement|à intervalles (?:réguliers|appropriés)|de temps en temps|dans les meilleurs délais|dès que possible|le plus (?:tôt|rapidement) possible|en temps utile|dans un délai (?:raisonnable|approprié))(?!\p{L})/iu,
    loose: { words: /^(?:au besoin|si nécessaire)$/iu, with: /révis|revu|mis(?:e|es)? à jour|test|vérifi|form|évalu|renouvel/iu },
    noPromise: /(?<!\p{L})(?:peut|peuvent|pourrait|pourraient|se réserve|se réservent|ne|n[’'])(?!\p{L})/iu,
    inWords:
      /(?<!\p{L})(?:quotidiennement|hebdomadaire(?:ment)?|mensuel(?:le)?(?:ment)?|trimestriel(?:le)?(?:ment)?|semestriel(?:le)?(?:ment)?|annuel(?:le)?(?:ment)?|immédiatement|sans délai|chaque (?:heure|jour|semaine|mois|trimestre|année)|tous les (?:jours|mois|ans)|toutes les (?:heures|semaines)|dans (?:l’heure|les (?:deux|trois|cinq|dix|vingt-quatre) )|(?:une|deux) fois par )/iu,
  },
  {
    // Spanish
    vague:
      /(?<!\p{L})(?:regularmente|según sea necesario|cuando sea necesario|periódicamente|con regularidad|de forma (?:regular|periódica)|a intervalos (?:regulares|apropiados|adecuados)|de vez en cuando|lo antes posible|tan pronto como sea posible|a la mayor brevedad(?: posible)?|en un plazo (?:razonable|adecuado)|oportunamente)(?!\p{L})/iu,
    loose: { words: /^(?:según|cuando) sea necesario$/iu, with: /revis|actualiz|prueb|prob|verific|form|evalú|evalu|renov/iu },
    noPromise: /(?<!\p{L})(?:puede|pueden|podría|podrían|se reserva|se reservan|no|nunca)(?!\p{L})/iu,
    inWords:
      /(?<!\p{L})(?:diariamente|diari[oa]s?|semanal(?:es|mente)?|mensual(?:es|mente)?|trimestral(?:es|mente)?|semestral(?:es|mente)?|anual(?:es|mente)?|inmediatamente|de inmediato|cada (?:hora|día|semana|mes|trimestre|año)|todos los (?:días|meses|años)|(?:una vez|dos veces) (?:al|por|a la) |en (?:un|una|dos|tres|cinco|diez) (?:hora|día|semana|mes))/iu,
  },
];

/** Whether such a word stands in a text at all: a first look, before it is cut into sentences. */
export const mayBeVague = (text: string): boolean => languages.some(({ vague }) => vague.test(text));

/** Whether a sentence promises something in words that bind to nothing; figures are looked for elsewhere. */
export const isVague = (sentence: string): boolean =>
  languages.some(({ vague, loose, noPromise, inWords }) => {
    const found = vague.exec(sentence);
    if (!found || noPromise.test(sentence.slice(0, found.index)) || inWords.test(sentence)) return false;
    return !loose?.words.test(found[0]) || loose.with.test(sentence);
  });
