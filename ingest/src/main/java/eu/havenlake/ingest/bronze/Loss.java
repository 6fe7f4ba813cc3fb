package eu.havenlake.ingest.bronze;

import eu.havenlake.ingest.contract.Topic;

/** Why bronze cannot go on where it ended in a partition. */
sealed interface Loss {
    /** Partition of the topic. */
    int partition();

    /** What is wrong, with the remedy. */
    String explain(Topic topic);

    /**
     * Kafka let records go before bronze had them.
     *
     * @param wanted offset that bronze would go on with
     * @param oldest offset that Kafka has
     */
    record Expired(int partition, long wanted, long oldest) implements Loss {
        @Override
        public String explain(Topic topic) {
            return """
                Cannot ingest topic %s: partition %d starts at offset %,d, but the lake goes on with %,d (retention passed it). %,d offsets are gone from Kafka.
                  To go on and note the gap: haven ingest --accept-loss %1$s:%2$d""".formatted(topic.label(), partition, oldest, wanted, oldest - wanted);
        }
    }

    /**
     * The topic is not the one that bronze knows.
     *
     * @param wanted offset that bronze would go on with
     * @param end offset that Kafka's next record gets
     */
    record MadeAnew(int partition, long wanted, long end) implements Loss {
        @Override
        public String explain(Topic topic) {
            return """
                Cannot ingest topic %s: partition %d ends at offset %,d, but the lake goes on with %,d: the topic was deleted and made again, or this is another cluster.
                  If it is another cluster by mistake, set kafka.bootstrap to the one that the lake was filled from. To keep what the lake has and begin this topic anew: haven reset %1$s""".formatted(topic.label(), partition, end, wanted);
        }
    }
}
