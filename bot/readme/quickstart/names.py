"""What a repository calls itself, so that its own package and models are told from others'."""

import re
from dataclasses import dataclass

from bot.readme.document import Document, Heading, text_of

_FEWEST_LETTERS = 3
_MOST_TITLE_WORDS = 3
_LONGEST_NAME = 40
_TITLE_END = re.compile(r"[:：|(（]|\s[-–—]\s|!")
_COINED = re.compile(r"(?a)[A-Za-z]+[A-Z0-9][\w.+-]*|[A-Z]{2,}[\w.+-]*")
# Packages that a README asks for because the project needs them.
DEPENDENCIES = frozenset(
    re.findall(
        r"\S+",
        """
    accelerate aiohttp albumentations antlr4 apex av bitsandbytes causalconv1d chainer cmake cuda cudatoolkit
    cudnn cupy cython datasets decord deepspeed detectron2 diffusers dlib einops espeak espeakng evaluate fastapi
    ffmpeg flashattn flask gcc gdown gin git gitlfs gradio gym gymnasium h5py hdf5 hf huggingfacehub hydracore
    imageio ipdb ipython jax jaxlib joblib jupyter jupyterlab keras kornia langchain lasagne librosa lightning
    lmeval matplotlib mmcv mmcvfull mmdet mmengine modelscope mpi4py mujoco mxnet networkx ninja nltk notebook
    numba numpy nvidiapyindex omegaconf onnx onnxruntime onnxruntimegpu opencv opencvcontribpython opencvpython
    opencvpythonheadless openmim packaging paddlepaddle paddlepaddlegpu pandas peft pillow pip portaudio
    precommit protobuf psutil pybind11 pycocotools pydantic pytest pythondev pytorch pytorchcuda pytorchlightning
    pyyaml ray regex requests rich sacrebleu safetensors sageattention scikitimage scikitlearn scipy seaborn
    sentencepiece setuptools sglang simplejson six sklearn sox soundfile streamlit swig tensorboard tensorboardx
    tensorflow tensorflowcpu tensorflowgpu tf tfkeras theano tiktoken timm tokenizers torch torchaudio torchdata
    torchmetrics torchtext torchvision tox tqdm transformers triton tritonwindows trl typing uv uvicorn
    virtualenv visdom vllm wandb webrtcvadwheels wget wheel xformers xfuser yacs
        """,
    )
)


@dataclass(frozen=True, slots=True)
class Names:
    """A repository's owner and own names, all as `plain` gives them. ``accounts`` elsewhere are known to be its owner's."""

    owner: str = ""
    own: frozenset[str] = frozenset()
    accounts: frozenset[str] = frozenset()

    def is_own(self, name: str) -> bool:
        """Tell whether a package, command or model bears the project's name."""
        name = plain(name)
        if name in self.own:
            return True
        if name in DEPENDENCIES:
            return False
        return any(_is_like(name, own) for own in self.own)

    def is_of_owner(self, name: str) -> bool:
        """Tell whether an account elsewhere is the repository's owner or bears the project's name."""
        account = plain(name)
        is_known = account == self.owner or account in self.accounts
        return is_known or _is_like(account, self.owner) or self.is_own(name)


def plain(name: str) -> str:
    """Return a name without case and punctuation."""
    return re.sub(r"[\W_]+", "", name.casefold())


def names_of(document: Document) -> Names:
    """Return what the repository's address and the README's title say."""
    owner, _, repository = document.full_name.partition("/")
    own = {plain(repository)}
    title = next((text_of(b.spans) for b in document.blocks if isinstance(b, Heading)), "")
    lead = _TITLE_END.split(title.strip(), maxsplit=1)[0]
    if len(lead.split()) <= _MOST_TITLE_WORDS and len(lead) <= _LONGEST_NAME:
        own.add(plain(lead))
    own |= {plain(word) for word in _COINED.findall(title)}
    return Names(
        plain(owner),
        frozenset(name for name in own if name and name not in DEPENDENCIES - {plain(repository)}),
    )


def _is_like(name: str, own: str) -> bool:
    short, long = sorted((name, own), key=len)
    return len(short) >= _FEWEST_LETTERS and (long.startswith(short) or long.endswith(short))
