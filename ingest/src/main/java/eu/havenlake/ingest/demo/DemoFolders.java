package eu.havenlake.ingest.demo;

import java.nio.file.Path;

/**
 * Where the demo's synthetic data lie, in the forms that {@code haven collect} reads.
 *
 * @param fhir folder of FHIR R4 transaction Bundles, data set {@link Demo#DATASET}
 * @param wearables folder of Open mHealth data points as NDJSON, same data set, a user is a Synthea patient
 * @param images folder of pictures, data set {@link Demo#IMAGE_DATASET}
 * @param labels CSV of the pictures: {@code image,label,grade,patient,eye}
 * @param consent CSV of decisions of the donors of both data sets
 */
public record DemoFolders(Path fhir, Path wearables, Path images, Path labels, Path consent) {}
