package eu.havenlake.training.engine.exchange;

import eu.havenlake.lake.HavenException;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * What peers have told this worker, until it asks for it. A peer is never more than a round ahead, so little waits here.
 * What came before a peer was lost, or one refused, is still given.
 */
final class Inbox {
    private final Map<Place, CompletableFuture<Message.Note>> notes = new HashMap<>();
    private final Map<Integer, IOException> lost = new HashMap<>();
    private Optional<HavenException> refusal = Optional.empty();

    private record Place(long round, int worker) {}

    synchronized void put(Message.Note note) {
        future(new Place(note.round(), note.worker())).complete(note);
    }

    /**
     * The note of that worker for that round, as soon as it is here; to be asked for once. Fails with an {@link IOException}
     * if the worker is lost, with a {@link HavenException} if one has refused.
     */
    synchronized CompletableFuture<Message.Note> take(long round, int worker) {
        Place place = new Place(round, worker);
        CompletableFuture<Message.Note> note = future(place);
        note.whenComplete((told, failure) -> forget(place));
        return note;
    }

    private synchronized void forget(Place place) {
        notes.remove(place);
    }

    private CompletableFuture<Message.Note> future(Place place) {
        return notes.computeIfAbsent(place, this::empty);
    }

    private CompletableFuture<Message.Note> empty(Place place) {
        Optional<Exception> why =
                refusal.<Exception>map(r -> r).or(() -> Optional.ofNullable(lost.get(place.worker())));
        return why.map(CompletableFuture::<Message.Note>failedFuture).orElseGet(CompletableFuture::new);
    }

    /** From now on nobody waits for anything: this sentence is for the user. */
    synchronized void refuse(String reason) {
        HavenException first = refusal.orElseGet(() -> new HavenException(reason));
        refusal = Optional.of(first);
        Map.copyOf(notes).values().forEach(note -> note.completeExceptionally(first));
    }

    /** The sentence for the user, if there is one. */
    synchronized Optional<HavenException> refusal() {
        return refusal;
    }

    /** From now on nobody waits for that worker. */
    synchronized void lose(int worker, IOException why) {
        lost.putIfAbsent(worker, why);
        Map.copyOf(notes).forEach((place, note) -> {
            if (place.worker() == worker) {
                note.completeExceptionally(why);
            }
        });
    }
}
