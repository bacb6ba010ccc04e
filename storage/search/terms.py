"""How a text becomes the terms that are indexed and looked for."""

import re
import unicodedata

from storage.search.stemming import stem

LONGEST_TERM = 40
MOST_TERMS = 2000
"""The most different terms of one text."""
_WORD = re.compile(r"[^\W_]+")
_STOP = frozenset((
    "a", "about", "above", "after", "again", "against", "all", "also", "am", "an", "and", "any", "are", "aren", "as",
    "at", "be", "because", "been", "before", "being", "below", "between", "both", "but", "by", "can", "cannot",
    "could", "couldn", "did", "didn", "do", "does", "doesn", "doing", "don", "down", "during", "each", "few", "for",
    "from", "further", "get", "got", "had", "hadn", "has", "hasn", "have", "haven", "having", "he", "her", "here",
    "hers", "herself", "him", "himself", "his", "how", "i", "if", "in", "into", "is", "isn", "it", "its", "itself",
    "just", "let", "ll", "me", "more", "most", "much", "my", "myself", "no", "nor", "not", "now", "of", "off", "on",
    "once", "one", "only", "or", "other", "our", "ours", "ourselves", "out", "over", "own", "please", "re", "same",
    "she", "should", "shouldn", "so", "some", "such", "than", "that", "the", "their", "theirs", "them", "themselves",
    "then", "there", "these", "they", "this", "those", "through", "to", "too", "under", "until", "up", "us", "use",
    "used", "using", "ve", "very", "was", "wasn", "we", "were", "weren", "what", "when", "where", "which", "while",
    "who", "whom", "why", "will", "with", "would", "wouldn", "you", "your", "yours", "yourself", "yourselves",
    "anyone", "anybody", "someone", "somebody", "something", "anything",
))  # fmt: skip


def terms(text: str) -> list[str]:
    """The stems of the words that tell something, each once, in the order of the text. No accents, small letters."""
    folded = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(letter for letter in folded if not unicodedata.combining(letter))
    found: dict[str, None] = {}
    for word in _WORD.findall(plain):
        if word not in _STOP and (len(word) > 1 or not word.isascii() or word.isdigit()):
            found[stem(word[:LONGEST_TERM])] = None
            if len(found) == MOST_TERMS:
                break
    return list(found)
