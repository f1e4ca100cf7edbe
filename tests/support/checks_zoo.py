# ruff: noqa: E501 (the tables are easier to read with one paper idea a line)
"""Made-up zoos for the tests of the checks: papers that read like papers and never existed.

A paper is a topic (what is to be done), an idea (how) and a name. Titles and abstracts are put
together from sentences written for this purpose, in English and Chinese, in many shapes: with and
without the name, with paraphrases, several papers on one topic, one idea on several topics.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, replace

from sphinx_modelzoo.catalog.catalog import Catalog
from sphinx_modelzoo.schema.languages import LocalizedText
from sphinx_modelzoo.schema.model import Code, Dataset, Metric, Model, Paper, Result, Source
from tests.support.check_helpers import CHECKS

# topic | what it looks like | what makes it hard | dataset | task | Chinese topic | Chinese: hard
TOPICS = """
object detection|boxes around things in photographs|small and crowded instances|COCO|object-detection|目标检测|目标小而密集
semantic segmentation|a label for each pixel of a street|thin structures at region borders|Cityscapes|semantic-segmentation|语义分割|边界处的细长结构
instance segmentation|a mask for every single thing|masks that bleed into their neighbours|COCO|instance-segmentation|实例分割|掩码相互粘连
depth estimation|distances read off a single photograph|reflective and textureless walls|KITTI|depth-estimation|深度估计|反光和缺少纹理的墙面
human pose estimation|joints of people who move|limbs hidden behind other bodies|COCO|keypoint-detection|人体姿态估计|肢体相互遮挡
face recognition|identities across age and makeup|low quality surveillance crops|LFW|face-detection|人脸识别|监控画面质量差
image super-resolution|sharp pictures from coarse ones|hallucinated texture|Set5|image-super-resolution|图像超分辨率|纹理失真
image inpainting|plausible content for missing regions|large holes without context|CelebA|image-inpainting|图像补全|大面积缺失
image denoising|clean photographs from grainy sensors|signal dependent grain|SIDD|image-denoising|图像去噪|与信号相关的噪声
low-light enhancement|readable pictures taken at night|colour casts in dark corners|LOL|low-light-enhancement|低光照增强|暗处偏色
image dehazing|contrast lost in fog|unknown airlight|RESIDE|image-to-image|图像去雾|大气光未知
optical flow|motion vectors between two frames|fast motion with occlusion|Sintel|depth-estimation|光流估计|快速运动与遮挡
video object tracking|one target through a long clip|distractors that look alike|LaSOT|object-detection|视频目标跟踪|外观相似的干扰物
action recognition|what people do in short clips|actions told apart by order alone|Kinetics-400|temporal-action-localization|动作识别|仅靠先后顺序区分的动作
point cloud classification|shapes from scattered laser returns|uneven sampling density|ModelNet40|point-cloud-classification|点云分类|采样密度不均
lane detection|markings on motorways|worn paint and glare|CULane|autonomous-driving|车道线检测|标线磨损与眩光
trajectory forecasting|paths that pedestrians will take|many futures for one past|nuScenes|time-series-forecasting|轨迹预测|同一过去对应多种未来
scene text recognition|words on shop signs|curved and blurred lettering|IIIT5K|text-recognition|场景文字识别|弯曲模糊的字符
document layout analysis|tables and headings in scanned reports|pages with several columns|PubLayNet|object-detection|文档版面分析|多栏页面
handwriting generation|letters in a writer's own hand|rare ligatures|IAM|unconditional-image-generation|手写体生成|罕见连笔
image captioning|a sentence that tells what a photo shows|objects that are mentioned and absent|COCO Captions|image-to-text|图像描述|提到了并不存在的物体
visual question answering|answers about the content of pictures|priors learned from the question alone|VQA v2|visual-question-answering|视觉问答|仅凭问题就能猜到的答案
text-to-image synthesis|pictures that follow a prompt|counts and spatial relations|COCO|text-to-image|文本生成图像|数量与空间关系
speech recognition|transcripts of spontaneous talk|far field microphones|LibriSpeech|feature-extraction|语音识别|远场麦克风
speaker verification|whether two recordings share a voice|short noisy utterances|VoxCeleb1|feature-extraction|说话人确认|短而嘈杂的语音
speech synthesis|a natural voice from written words|flat prosody in long paragraphs|LJSpeech|text-generation|语音合成|长段落韵律平淡
music tagging|genres and moods of recordings|labels that listeners disagree on|MagnaTagATune|feature-extraction|音乐标注|听众意见不一的标签
machine translation|sentences carried from one language to another|rare inflected forms|WMT14 EN-DE|translation|机器翻译|少见的屈折形式
abstractive summarization|the gist of news in few lines|invented facts|CNN/DailyMail|summarization|生成式摘要|凭空编造的事实
reading comprehension|answers found in a passage|questions that have none|SQuAD 1.1|question-answering|阅读理解|没有答案的问题
named entity recognition|people, places and companies in running text|nested mentions|CoNLL-2003|token-classification|命名实体识别|相互嵌套的实体
relation extraction|who founded which company|distantly labelled sentences|TACRED|token-classification|关系抽取|远程标注的句子
sentiment analysis|opinions of reviewers|irony and mixed feelings|SST-2|text-classification|情感分析|反讽与矛盾情绪
dialogue generation|replies that keep a conversation going|bland answers|DailyDialog|dialogue|对话生成|千篇一律的回复
code completion|the next tokens of a program|identifiers seen nowhere else|HumanEval|text-generation|代码补全|从未出现过的标识符
text retrieval|documents that answer a query|words that never match literally|MS MARCO|sentence-similarity|文本检索|字面从不匹配的词
knowledge graph completion|missing facts about entities|relations seen a handful of times|FB15k-237|link-prediction|知识图谱补全|仅出现几次的关系
node classification|topics of papers in a citation web|neighbours of another class|Cora|node-classification|节点分类|类别不同的邻居
molecular property prediction|toxicity of compounds|scaffolds absent from training|ZINC|feature-extraction|分子性质预测|训练中没有的骨架
protein structure prediction|folds of amino acid chains|few homologous sequences|CATH|feature-extraction|蛋白质结构预测|同源序列稀少
drug response modelling|which cell lines a compound stops|batch effects between laboratories|GDSC|tabular-classification|药物反应建模|实验室之间的批次效应
chest radiograph reading|findings in lung images|labels mined from reports|CheXpert|image-classification|胸片判读|从报告中挖掘的标签
retinal vessel segmentation|fine vessels of the eye|vessels one pixel wide|DRIVE|medical-image-segmentation|视网膜血管分割|只有一个像素宽的血管
electrocardiogram classification|arrhythmia in heart traces|electrodes that come loose|PTB-XL|tabular-classification|心电图分类|电极脱落
click-through rate prediction|which adverts people will follow|millions of sparse identifiers|Criteo|click-through-rate-prediction|点击率预测|海量稀疏标识
sequential recommendation|what a shopper will want next|histories with two or three purchases|MovieLens-1M|sequential-recommendation|序列推荐|只有两三次购买的历史
traffic forecasting|congestion half an hour ahead|accidents and holidays|METR-LA|time-series-forecasting|交通流量预测|事故与节假日
weather forecasting|rain and wind of the coming days|rare storms|ERA5|time-series-forecasting|天气预报|罕见的暴风雨
anomaly detection|defects on a production line|faults never seen before|MVTec AD|image-classification|异常检测|从未见过的缺陷
time series imputation|gaps in sensor records|readings that vanish in blocks|PhysioNet|time-series-forecasting|时间序列插补|成块缺失的读数
tabular learning|columns of numbers and categories|uninformative columns|Adult|tabular-classification|表格学习|没有信息的列
continual learning|tasks that arrive one after another|forgetting of what came first|CIFAR-100|image-classification|持续学习|遗忘先前的任务
federated learning|models fitted on phones that keep their data|clients that differ in what they see|CIFAR-10|image-classification|联邦学习|客户端数据各不相同
few-shot classification|categories known by five pictures|support sets that mislead|miniImageNet|few-shot-image-classification|小样本分类|误导性的支持集
domain adaptation|a target domain without labels|classes that the source lacks|Office-31|image-classification|领域自适应|源域缺少的类别
adversarial robustness|inputs perturbed by an attacker|perturbations outside the trained budget|CIFAR-10|adversarial-robustness|对抗鲁棒性|超出训练预算的扰动
model compression|networks that fit on a watch|accuracy lost with every bit|ImageNet-1k|image-classification|模型压缩|逐比特损失的精度
neural architecture search|layouts found by machines|weeks of accelerator time|CIFAR-10|image-classification|神经网络架构搜索|耗费数周算力
robot manipulation|grippers that place mugs on shelves|contact that no simulator gets right|RLBench|feature-extraction|机器人操作|仿真难以还原的接触
remote sensing classification|land use in satellite tiles|seasons and clouds|EuroSAT|image-classification|遥感图像分类|季节与云层变化
crowd counting|heads in packed squares|perspective within one frame|ShanghaiTech|object-detection|人群计数|同一画面内的透视差异
gaze estimation|where drivers look|glasses and head turns|MPIIGaze|keypoint-detection|视线估计|眼镜与转头
sign language translation|signed phrases as written ones|signers with their own style|PHOENIX14T|translation|手语翻译|风格各异的手语者
""".strip()

# idea | how it works | what it brings | Chinese idea | Chinese: how it works
IDEAS = """
deformable attention|queries look at a few learned offsets instead of the whole map|cost grows with the number of queries only|可变形注意力|每个查询只关注少量学习到的偏移位置
contrastive pre-training|two views of a sample are pulled together and others pushed away|fewer labels are needed later|对比预训练|拉近同一样本的两个视图，推远其他样本
knowledge distillation|a slim student imitates the logits of a heavy teacher|inference runs on phones|知识蒸馏|小模型模仿大模型的输出分布
graph convolution|messages travel along edges and are averaged at each hop|relations are used explicitly|图卷积|信息沿边传递并逐跳聚合
masked modelling|parts are hidden and restored from what is left|unlabelled corpora become useful|掩码建模|遮住一部分内容再由其余部分恢复
variational inference|a latent code is drawn from an approximate posterior|samples are diverse|变分推断|从近似后验中采样隐变量
diffusion models|noise is removed in many small steps|training is stable|扩散模型|经过许多小步逐渐去除噪声
normalizing flows|an invertible mapping turns a simple density into the wanted one|likelihoods are exact|标准化流|可逆映射把简单分布变为目标分布
adversarial training|a critic learns to tell real from made|outputs look crisp|对抗训练|判别器学习区分真实与生成的样本
meta-learning|an initialisation is sought from which few gradient steps suffice|new tasks are learned quickly|元学习|寻找只需少量梯度步即可适应的初始值
mixture of experts|a gate sends each token to two specialists|capacity grows at constant cost|混合专家|门控把每个词元送往两个专家
depthwise convolution|filters act on single channels before they are mixed|parameters shrink eightfold|深度可分离卷积|先逐通道滤波再混合通道
recurrent memory|a state is carried along and gated at every step|long histories are kept|循环记忆|状态逐步传递并由门控更新
prototype matching|classes are represented by the centre of their members|no retraining is needed for new classes|原型匹配|以成员中心代表类别
curriculum scheduling|easy samples come first and hard ones later|convergence is quicker|课程学习|由易到难安排样本
pseudo-labelling|confident predictions become targets for the next round|labels are saved|伪标签|把高置信度的预测作为下一轮的目标
feature pyramids|coarse maps are upsampled and added to fine ones|all sizes are served|特征金字塔|将粗糙特征上采样后与精细特征相加
dynamic routing|blocks are skipped when the input is easy|average latency drops|动态路由|输入简单时跳过部分模块
low-rank adaptation|frozen weights are corrected by thin matrices|a single accelerator suffices|低秩适配|冻结权重并用细长矩阵修正
retrieval augmentation|similar cases are fetched and read along|facts stay up to date|检索增强|取回相似案例一并阅读
spectral filtering|signals are weighted by frequency|smoothness is controlled|谱滤波|按频率对信号加权
optimal transport|mass is moved between two distributions at least cost|alignment needs no pairs|最优传输|以最小代价在两个分布间搬运质量
Bayesian ensembles|several posteriors vote|uncertainty is calibrated|贝叶斯集成|多个后验共同投票
quantization-aware training|rounding is simulated in the forward pass|four bits are enough|量化感知训练|在前向过程中模拟舍入
structured pruning|whole channels are dropped by their importance|speed follows without special kernels|结构化剪枝|按重要性整通道删除
equivariant layers|rotations of the input rotate the output|augmentation becomes needless|等变网络层|输入旋转时输出随之旋转
state space models|a linear recurrence is run as a long convolution|length is no burden|状态空间模型|线性递推以长卷积的形式运行
token merging|alike tokens are averaged between blocks|throughput doubles|词元合并|在模块之间平均相似的词元
energy-based models|low energy is assigned to what was observed|constraints are easily added|能量模型|为观测到的样本赋予低能量
label smoothing|one-hot targets are softened|overconfidence is curbed|标签平滑|软化独热目标
cross-attention fusion|one modality queries the other|complementary cues are combined|交叉注意力融合|一种模态查询另一种模态
sparse coding|inputs are written as few atoms of a dictionary|codes can be read|稀疏编码|以字典中的少量原子表示输入
causal intervention|confounders are cut by adjusting for them|spurious cues lose their pull|因果干预|通过调整切断混杂因素
hierarchical softmax|classes are decided along a tree|huge label sets are handled|层次化归一|沿树逐层决定类别
test-time adaptation|statistics are updated on the incoming batch|shifts are absorbed|测试时自适应|用到来的批次更新统计量
""".strip()

_ONSETS = (
    "bra cla dro fen gli hal jor kal lum mer nex ori pra qui ras sol tri ula ven wis xan yor zep"
)
_ENDS = "net former seg flow gan bert cast point mix rank lite vox gram dex nova track sense fuse"

_TITLES = (
    "{name}: {idea_t} for {topic_t}",
    "{name}: Rethinking {topic_t} with {idea_t}",
    "{name}: Towards Practical {topic_t} via {idea_t}",
    "{idea_t} for {topic_t}",
    "Improving {topic_t} with {idea_t}",
    "{topic_t} via {idea_t}",
    "Learning {topic_t} by {idea_t}",
    "Is {idea_t} All You Need for {topic_t}?",
    "{topic_t} Meets {idea_t}",
    "{name}: {topic_t} from {idea_t}",
    "Revisiting {idea_t} in {topic_t}",
    "{name}: a Simple Baseline for {topic_t} Based on {idea_t}",
)
_OPEN = (
    "{topic_s} asks for {what}, and progress has slowed because of {hard}.",
    "Systems for {topic} still struggle with {hard}.",
    "We study {topic}, that is, {what}.",
    "Recent work on {topic} relies on ever larger networks, yet {hard} remain a weak spot.",
    "Despite years of research, {hard} keep {topic} from being solved.",
    "The goal of {topic} is {what}.",
)
_METHOD = (
    "This paper introduces {name}, in which {how}.",
    "We propose {name}, which builds on {idea}: {how}.",
    "Our approach rests on {idea}, where {how}, so that {brings}.",
    "Here we bring {idea} to bear on the problem; {how}.",
    "The key is {idea}. As {how}, {brings}.",
    "Instead of deeper backbones, {name} uses {idea}, in which {how}.",
)
_MORE = (
    "We show that {brings}, at no loss of quality.",
    "An ablation makes clear which part of {idea} matters.",
    "The design adds few parameters and needs no extra annotation.",
    "A theoretical analysis explains why {brings}.",
    "Training takes a day on four accelerators.",
    "Because {how}, the method is easy to implement.",
)
_CLOSE = (
    "Experiments on {dataset} show consistent gains over strong baselines for {topic}.",
    "On {dataset}, {name} compares favourably with published methods.",
    "The code and the trained weights are publicly available.",
    "Results on {dataset} and on two private collections confirm the benefit for {topic}.",
    "We hope that {name} serves as a solid starting point for further research.",
)
_ZH_OPEN = (
    "{topic}至今仍受困于{hard}。",
    "本文研究{topic}，其主要难点在于{hard}。",
    "近年来{topic}进展迅速，但{hard}的问题依然突出。",
)
_ZH_METHOD = (
    "为此，我们提出{name}，采用{idea}，{how}。",
    "我们将{idea}引入该任务：{how}。",
    "本文方法以{idea}为核心，{how}，结构简单，易于实现。",
)
_ZH_CLOSE = (
    "在{dataset}上的实验表明，该方法稳定优于已有基线。",
    "代码与训练好的权重均已公开。",
    "消融实验说明了各部分的作用，在{dataset}上也取得了有竞争力的结果。",
)


@dataclass(frozen=True)
class Topic:
    topic: str
    what: str
    hard: str
    dataset: str
    task: str
    zh: str
    zh_hard: str


@dataclass(frozen=True)
class Idea:
    idea: str
    how: str
    brings: str
    zh: str
    zh_how: str


def topics() -> list[Topic]:
    return [Topic(*line.split("|")) for line in TOPICS.splitlines()]


def ideas() -> list[Idea]:
    return [Idea(*line.split("|")) for line in IDEAS.splitlines()]


def _capitalised(words: str) -> str:
    return " ".join(word[:1].upper() + word[1:] for word in words.split(" "))


def make_model(topic: Topic, idea: Idea, name: str, rng: random.Random, languages: str) -> Model:
    """One entry; ``languages`` is ``en``, ``zh`` or ``both``."""
    words = {
        "name": name,
        "topic": topic.topic,
        "topic_t": _capitalised(topic.topic),
        "topic_s": topic.topic[:1].upper() + topic.topic[1:],
        "what": topic.what,
        "hard": topic.hard,
        "idea": idea.idea,
        "idea_t": _capitalised(idea.idea),
        "how": idea.how,
        "brings": idea.brings,
        "dataset": topic.dataset,
    }
    zh_words = words | {
        "topic": topic.zh,
        "hard": topic.zh_hard,
        "idea": idea.zh,
        "how": idea.zh_how,
    }
    title = rng.choice(_TITLES).format(**words)
    parts = [rng.choice(_OPEN), rng.choice(_METHOD), *rng.sample(_MORE, 2), rng.choice(_CLOSE)]
    zh_parts = [rng.choice(bank) for bank in (_ZH_OPEN, _ZH_METHOD, _ZH_CLOSE)]
    abstract = " ".join(part.format(**words) for part in parts)
    zh_abstract = "".join(part.format(**zh_words) for part in zh_parts)
    texts = {"en": abstract, "zh": zh_abstract}
    if languages != "both":
        texts = {languages: texts[languages]}
    summaries = {
        "en": f"A model for {topic.topic} that uses {idea.idea}.",
        "zh": f"采用{idea.zh}的{topic.zh}模型。",
    }
    summary = {language: summaries[language] for language in texts}
    number = rng.randrange(100, 99999)
    year = rng.randrange(2015, 2025)
    identifier = name.lower()
    return Model(
        id=identifier,
        name=name,
        summary=LocalizedText.from_mapping(summary),
        abstract=LocalizedText.from_mapping(texts),
        tasks=(topic.task,),
        license=rng.choice(("Apache-2.0", "MIT", "BSD-3-Clause", "CC-BY-NC-4.0")),
        paper=Paper(
            title=title, arxiv=f"{year % 100:02}{number % 12 + 1:02}.{number:05}", year=year
        ),
        code=(Code(url=f"https://github.com/{identifier}-lab/{identifier}"),),
        results=(
            Result(
                dataset=Dataset(name=topic.dataset),
                metrics={"Accuracy": Metric(value=round(rng.uniform(60, 98), 1))},
                source=Source(kind="paper", locator=f"Table {rng.randrange(1, 9)}"),
            ),
        ),
    )


def make_models(count: int, seed: int = 1, languages: str = "both") -> list[Model]:
    """``count`` entries; no two have the same topic and idea, or the same name."""
    rng = random.Random(seed)
    pairs = [(topic, idea) for topic in topics() for idea in ideas()]
    rng.shuffle(pairs)
    names = [
        onset.capitalize() + middle + end.capitalize()
        for onset in _ONSETS.split()
        for middle in ("", "a", "i", "o")
        for end in _ENDS.split()
    ]
    rng.shuffle(names)
    models = []
    while len(models) < count:
        at = len(models)
        topic, idea = pairs[at % len(pairs)]
        again = at // len(names)
        name = names[at % len(names)] + (str(again + 1) if again else "")
        models.append(make_model(topic, idea, name, rng, languages))
    return models


def with_abstracts(models: list[Model], sources: list[int | None]) -> list[Model]:
    """The models, each with the abstract of another one (by its place), or without any."""
    return [
        replace(model, abstract=None if place is None else models[place].abstract)
        for model, place in zip(models, sources, strict=True)
    ]


def catalog_of(models: list[Model], **settings: object) -> Catalog:
    return Catalog.of(models, registry=CHECKS, **settings)  # type: ignore[arg-type]
