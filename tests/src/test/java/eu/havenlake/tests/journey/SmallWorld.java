package eu.havenlake.tests.journey;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Random;
import javax.imageio.ImageIO;

/**
 * A few donors whose data show every way that a record can take: two patients of whom one decides, photographs of forty
 * people with a bright side, and one bad item of each kind.
 */
public final class SmallWorld {
    static final int PEOPLE = 40;
    static final int JOINED = 12;

    private final Path root;

    public SmallWorld(Path root) throws IOException {
        this.root = root;
        Files.createDirectories(fhir());
        Files.createDirectories(images());
        writeFhir();
        writeImages();
        writeConsent();
    }

    Path fhir() {
        return root.resolve("clinic");
    }

    public Path images() {
        return root.resolve("sides");
    }

    public Path labels() {
        return root.resolve("sides.csv");
    }

    public Path consent() {
        return root.resolve("decisions.csv");
    }

    Path withdrawal() throws IOException {
        return Files.writeString(root.resolve("withdrawal.csv"), """
                donor,decision,purposes,categories,from,until
                clinic:anna,withdraw,,,,
                sides:p00,withdraw,,,,
                """);
    }

    private void writeFhir() throws IOException {
        Files.writeString(fhir().resolve("bundle.json"), """
                {"resourceType": "Bundle", "type": "transaction", "entry": [
                  {"fullUrl": "urn:uuid:0001", "resource":
                    {"resourceType": "Patient", "id": "anna", "name": [{"family": "Secretname"}], "birthDate": "1970-05-17"}},
                  {"fullUrl": "urn:uuid:0002", "resource":
                    {"resourceType": "Observation", "id": "o1", "status": "final",
                     "code": {"coding": [{"system": "http://loinc.org", "code": "8867-4", "display": "Heart rate"}]},
                     "subject": {"reference": "urn:uuid:0001"}, "effectiveDateTime": "2024-03-01T08:00:00Z",
                     "valueQuantity": {"value": 72.0, "unit": "/min", "system": "http://unitsofmeasure.org", "code": "/min"}}},
                  {"fullUrl": "urn:uuid:0003", "resource": {"id": "nobody"}}
                ]}
                """);
        Files.writeString(fhir().resolve("lines.ndjson"), """
                {"resourceType": "Patient", "id": "bert", "birthDate": "1980-01-01"}
                {"resourceType": "Starship", "id": "enterprise"}
                {"resourceType": "Observation", "id": "o2", "status": "final", "code": {"coding": [{"system": "http://loinc.org", "code": "8867-4"}]}, "subject": {"reference": "Patient/anna"}, "effectiveDateTime": "2150-01-01T00:00:00Z", "valueQuantity": {"value": 70, "code": "/min"}}
                {"resourceType": "Patient", "id": "trunc
                """);
    }

    private void writeImages() throws IOException {
        StringBuilder labels = photographs(images(), "p", PEOPLE, new Random(7));
        Files.writeString(images().resolve("broken.png"), "no picture");
        labels.append("broken.png,left,p90\nmissing.png,left,p91\n");
        Files.writeString(labels(), labels);
    }

    /** Two of each person, whose labels are told. */
    private static StringBuilder photographs(Path folder, String kind, int people, Random random) throws IOException {
        StringBuilder labels = new StringBuilder("image,label,patient\n");
        for (int person = 0; person < people; person++) {
            for (String eye : new String[] {"a", "b"}) {
                boolean left = person % 2 == 0;
                String name = "%s%02d%s.png".formatted(kind, person, eye);
                ImageIO.write(picture(left, random), "png", folder.resolve(name).toFile());
                labels.append("%s,%s,%s%02d%n".formatted(name, left ? "left" : "right", kind, person));
            }
        }
        return labels;
    }

    /** Photographs of people who join; a new one of somebody known, and a known one of somebody new. */
    Path joined() throws IOException {
        Path folder = Files.createDirectories(root.resolve("joined"));
        Random random = new Random(8);
        StringBuilder labels = photographs(folder, "q", JOINED, random);
        ImageIO.write(picture(false, random), "png", folder.resolve("p01c.png").toFile());
        Files.copy(images().resolve("p01a.png"), folder.resolve("known.png"), StandardCopyOption.REPLACE_EXISTING);
        labels.append("p01c.png,right,p01\nknown.png,right,q99\n");
        Files.writeString(folder.resolve("labels.csv"), labels);
        return folder;
    }

    private static BufferedImage picture(boolean left, Random random) {
        BufferedImage picture = new BufferedImage(48, 48, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 48 * 48; i++) {
            picture.setRGB(
                    i % 48, i / 48, new Color(random.nextInt(80), random.nextInt(80), random.nextInt(80)).getRGB());
        }
        Graphics2D graphics = picture.createGraphics();
        graphics.setColor(Color.ORANGE);
        graphics.fillOval((left ? 2 : 24) + random.nextInt(4), 6 + random.nextInt(14), 18, 18);
        graphics.dispose();
        return picture;
    }

    private void writeConsent() throws IOException {
        StringBuilder decisions = new StringBuilder("donor,decision,purposes,categories,from,until\n");
        decisions.append("clinic:anna,grant,,,2020-01-01T00:00:00Z,\n");
        for (int person = 0; person < PEOPLE; person++) {
            decisions.append("sides:p%02d,grant,research,imaging,2020-01-01T00:00:00Z,%n".formatted(person));
        }
        Files.writeString(consent(), decisions);
    }
}
