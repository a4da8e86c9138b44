"""What documents are about, over a whole folder, and whose each figure is.

What belongs here: topics (clusters of documents and of stretches of long ones), their names, kinds and times; names to known things; places
and which holds which; other years' happenings. What to keep out: reading documents, comparing figures, storing anything.

    topics = find_topics(texts, settled, taught)    topics.at(document_id, offset), topics.settled, topics.notes
    list_topics(topics, texts)                      each topic with its documents and why they stand there
    link_claims(claims, topics, texts)              claims with topic_id, subject_id and the ids of their places
"""

from atodds.topics.finding import find_topics
from atodds.topics.happenings import other_happening
from atodds.topics.linked import Entity, EntityLink, Linked, link_claims
from atodds.topics.places import Places
from atodds.topics.topics import Lesson, ListedTopic, Topic, Topics, TopicText, list_topics

__all__ = [
    "Entity", "EntityLink", "Lesson", "Linked", "ListedTopic", "Places", "Topic", "TopicText", "Topics", "find_topics", "link_claims",
    "list_topics", "other_happening",
]  # fmt: skip
