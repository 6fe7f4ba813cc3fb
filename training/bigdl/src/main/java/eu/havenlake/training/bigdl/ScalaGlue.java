package eu.havenlake.training.bigdl;

import com.intel.analytics.bigdl.nn.abstractnn.DataFormat;
import com.intel.analytics.bigdl.nn.mkldnn.Phase;
import com.intel.analytics.bigdl.nn.mkldnn.TensorMMap;
import com.intel.analytics.bigdl.tensor.ArrayStorage;
import com.intel.analytics.bigdl.tensor.DenseTensor;
import com.intel.analytics.bigdl.tensor.DnnTensor;
import com.intel.analytics.bigdl.tensor.Tensor;
import com.intel.analytics.bigdl.tensor.TensorNumericMath;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import scala.Predef$;
import scala.collection.JavaConversions;
import scala.collection.Seq;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * What Java cannot say of Scala's types: nested objects have names that end in {@code $}, one method is called
 * {@code native}, and primitive type arguments are erased to {@code Object}.
 */
final class ScalaGlue {
    private static final String BIGDL = "com.intel.analytics.bigdl.";

    static final ClassTag<Object> FLOAT = boxed(ClassTag$.MODULE$.Float());
    static final TensorNumericMath.TensorNumeric<Object> NUMERIC =
            boxed(object(BIGDL + "tensor.TensorNumericMath$TensorNumeric$NumericFloat$"));
    static final DataFormat NCHW = (DataFormat) object(BIGDL + "nn.abstractnn.DataFormat$NCHW$");
    static final Phase TRAINING = (Phase) object(BIGDL + "nn.mkldnn.Phase$TrainingPhase$");
    static final Phase INFERENCE = (Phase) object(BIGDL + "nn.mkldnn.Phase$InferencePhase$");
    private static final Method NATIVE = method(TensorMMap.class, "native");

    private ScalaGlue() {}

    @SafeVarargs
    @SuppressWarnings("varargs") // the array is wrapped, never written to
    static <T> Seq<T> seq(T... elements) {
        return Predef$.MODULE$.wrapRefArray(elements);
    }

    static <T> List<T> list(Seq<T> elements) {
        return new ArrayList<>(JavaConversions.seqAsJavaList(elements));
    }

    /** A tensor over the array itself. */
    static Tensor<Object> tensor(float[] values, int... size) {
        var flat = new DenseTensor<>(new ArrayStorage<>(values, FLOAT), FLOAT, NUMERIC);
        return flat.resize(size, null);
    }

    /** The array under a tensor that lies on the heap. */
    static float[] array(Tensor<Object> tensor) {
        return (float[]) tensor.storage().array();
    }

    /** The copy of a parameter that native code works with. */
    static DnnTensor<Object> nativeCopy(TensorMMap map) {
        try {
            return boxed(NATIVE.invoke(map));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Cannot reach BigDL's native tensors: " + e + ". Use BigDL 0.13.0.", e);
        }
    }

    @SuppressWarnings("unchecked")
    private static <T> T boxed(Object value) {
        return (T) value;
    }

    private static Object object(String name) {
        try {
            return Class.forName(name).getField("MODULE$").get(null);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Cannot find " + name + " in BigDL: " + e + ". Use BigDL 0.13.0.", e);
        }
    }

    private static Method method(Class<?> owner, String name) {
        try {
            return owner.getMethod(name);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Cannot find " + name + " in BigDL: " + e + ". Use BigDL 0.13.0.", e);
        }
    }
}
