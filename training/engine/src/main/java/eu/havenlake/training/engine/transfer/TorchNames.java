package eu.havenlake.training.engine.transfer;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names of tensors outside: those that PyTorch's torchvision gives its residual networks, which most published weights
 * bear. What it has no name for keeps its own.
 */
final class TorchNames {
    private static final Pattern IN_STAGE = Pattern.compile("stage(\\d+)\\.(\\d+)\\.(.+)");
    private static final Map<String, String> LAYERS =
            Map.of("project", "downsample.0", "norm-project", "downsample.1", "logits", "fc");
    private static final Map<String, String> ROLES =
            Map.of("scale", "weight", "shift", "bias", "mean", "running_mean", "variance", "running_var");

    private TorchNames() {}

    static String of(String block) {
        int dot = block.lastIndexOf('.');
        String role = block.substring(dot + 1);
        return layer(block.substring(0, dot)) + "." + ROLES.getOrDefault(role, role);
    }

    private static String layer(String layer) {
        Matcher inStage = IN_STAGE.matcher(layer);
        return inStage.matches()
                ? "layer%s.%d.%s"
                        .formatted(
                                inStage.group(1),
                                // Blocks of a stage are counted from 0 there.
                                Integer.parseInt(inStage.group(2)) - 1,
                                single(inStage.group(3)))
                : single(layer);
    }

    private static String single(String layer) {
        return LAYERS.getOrDefault(layer, layer.replaceFirst("^norm(?=\\d)", "bn"));
    }
}
