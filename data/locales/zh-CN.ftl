# 用户看到的中文。cmd-… 是命令说明（最多 100 个字符）。

cmd-model = 查找深度学习模型
cmd-model-search = 按名称、任务、论文或一句话描述搜索模型
cmd-model-show = 查看某个模型的卡片
cmd-model-random = 随机查看一个模型
cmd-model-compare = 并排对比二至四个模型，附星标曲线
cmd-category = 按类别浏览模型
cmd-framework = 按框架浏览模型
cmd-admin = 供本机器人的管理者使用
cmd-admin-refresh = 让目录与 GitHub 保持一致
cmd-admin-status = 上次更新、变化、GitHub 额度与下次更新时间
cmd-paper = 查找某篇论文的全部实现
cmd-help = 本机器人的功能与示例
cmd-about = 版本、收录规模与数据时效，以及保存了哪些关于你的信息

opt-query = 名称、任务、论文、arXiv 编号、GitHub 链接或描述
opt-category = 只看这个类别
opt-framework = 只看这个框架
opt-task = 只看这个任务
opt-license = 只看这种许可证
opt-health = 只看处于这种状态的模型
opt-refresh-model = 只查看这个模型，立即执行
opt-paper = arXiv 编号、链接或标题
opt-min_stars = 最低星标数
opt-sort = 排序方式
opt-private = 回答仅你自己可见
opt-model = 名称、owner/name 或任务
opt-name = 要查看哪一个；留空则列出全部

help-title = ModelZoo：GitHub 上的深度学习模型
help-intro = 可用中文或英文搜索和浏览；机器人会按你的 Discord 语言设置回答。复制示例即可试用。
help-menu = 右键点击或长按一条消息 → 应用 → *查找消息中的模型*：把其中的链接和提到的名称显示为卡片。
help-footer = 展示模型的命令都可加 `private:True`，回答仅你自己可见。按钮永不过期；在别人的列表上点击按钮，会为你另开一份副本。

example-model-search = /model search query:tensorflow 语音合成
example-model-show = /model show model:matterport/Mask_RCNN
example-model-random = /model random category:生成模型
example-category = /category name:计算机视觉
example-paper = /paper query:1703.06870
example-framework = /framework name:PyTorch

about-title = 关于 ModelZoo
about-intro = 一站式查找 GitHub 上的深度学习模型：按类别、按框架、按用途。
about-version = 版本
about-size = 收录
about-counts = { $entries } 个模型，其中 { $weights } 个已知提供预训练权重；{ $snapshots } 条星标记录
about-age = 数据时效
about-newest = 最新星标数截至 { $day }
about-github = GitHub
about-token = 每天更新；上次完整更新于{ $when }
about-token-never = 每天更新；尚未更新过
about-no-token = 未设置令牌，每小时只能查看 60 个仓库，数据会滞后半天以上
about-privacy = 保存了哪些关于你的信息
about-privacy-text = 不保存任何能识别你身份的信息。你的 Discord ID 只出现在你自己列表的按钮里。按钮放不下的搜索词会单独保存（不含你的 ID），并在最后一次使用两年后删除。

stars-unknown = 星标数未知
gain-short = 近 { $days } 天 { $gained }
historic = （历史框架）
last-push = 最近推送于 { $day }
weights-yes = 有
weights-unknown = 暂未发现
and-more = 另有 { $count } 篇

health-active = 活跃
health-quiet = 更新放缓
health-dormant = 久未更新
health-archived = 已归档
health-gone = 已不存在
health-unknown = 未知
health-moved = 已迁移
health-relicensed = 许可证有变
health-released = 新版本
lately-moved = 由 { $before } 迁移而来（{ $day }发现）
lately-relicensed = 许可证原为 { $before }（{ $day }发现变更）
lately-released = { $release }，{ $day }
unlisted = 已不再收录

license-permissive = 宽松许可
license-copyleft = Copyleft（著佐权）
license-non-commercial = 禁止商用
license-other = 见许可证文件
license-none = 未声明
license-unknown = 未知

fact-stars = 星标
fact-successor = 后继项目
successor-source = 出处
fact-gains = 新增星标
fact-health = 状态
fact-lately = 近况
fact-categories = 类别
fact-frameworks = 框架
fact-tasks = 任务
fact-papers = 论文
fact-weights = 预训练权重
fact-license = 许可证
fact-language = 编程语言
fact-topics = 主题标签
fact-homepage = 主页
fact-created = 创建于
fact-aliases = 曾用名

button-open = 打开
button-paper = 论文
button-weights = 权重
button-like = 相似模型
button-legend = 标记含义
button-share = 公开分享
button-remove = 删除
button-surprise = 随便看看
button-page = { $page } / { $pages }

menu-sort = 排序方式…
menu-sorted = 按{ $sort }排序
menu-category = 按类别筛选…
menu-framework = 按框架筛选…
choose-category = 选择类别…
choose-framework = 选择框架…
menu-every-category = 全部类别
menu-every-framework = 全部框架
menu-count = { $count } 个模型

sort-relevance = 相关度
sort-stars = 星标数
sort-gained = 近 30 天新增星标
sort-active = 最近活跃
sort-newest = 最近创建
sort-name = 名称

result-count = { $number ->
    [0] **没有找到模型**
   *[other] 共 **{ $count }** 个模型
}
result-paper = arXiv { $id } 的实现
result-sorted = 按{ $sort }排序
result-corrected = 已改为搜索 { $text }（原输入 { $typed }）
result-understood = 理解为：{ $names }
result-unsorted = 尚无最近几个月的新增星标数据，因此改按星标数排序。
result-missing = 其中没有 { $names } 的实现
result-like = 与 { $name } 相似的模型
result-all = 全部模型
why-task = 匹配任务：{ $names }
why-shared = 共同点：{ $names }

mentions-title = 这条消息提到的模型
mentions-unlisted = 目录尚未收录
mentions-none = 其中没有 GitHub、arXiv 或 Hugging Face 链接，也没有目录认识的名称。
menu-mentions = 查找消息中的模型

nothing-without = 没有模型同时满足全部条件。去掉一个条件试试：
nothing-nearest = 你要找的是这些吗？
nothing-advice = 换个说法或少用几个词：模型名、任务（如 *目标检测*）、arXiv 编号或 GitHub 链接。
drop-all = 去掉所有条件（{ $count }）
drop-category = 不限类别（{ $count }）
drop-framework = 不限框架（{ $count }）
drop-task = 不限任务（{ $count }）
drop-license = 不限许可证（{ $count }）
drop-health = 不限状态（{ $count }）
drop-min-stars = 不限星标数（{ $count }）

overview-category = 类别
overview-category-hint = 各类别的模型数，以及其中星标最多的模型。选择一个即可查看列表。
overview-framework = 框架
overview-framework-hint = 各框架的模型数，以及其中星标最多的模型。选择一个即可查看列表。

legend-title = 标记含义
legend-active = 最近 { $days } 天内有推送
legend-quiet = 最近 { $days } 天内有推送，但已不算活跃
legend-dormant = 超过 { $days } 天没有推送
legend-archived = 所有者已归档，仓库只读
legend-gone = GitHub 上已不存在
legend-unknown = 最近推送时间未知
legend-moved = { $days } 天内改过名称或所有者；用旧名称仍可找到
legend-relicensed = 许可证在 { $days } 天内有过变更
legend-released = 最新版本发布不超过 { $days } 天
legend-stars = 星标数若是一周以前的数据，会注明日期；≈ 表示约数，或由 GitHub 星标历史推算的增量（不含之后被取消的星标）。
legend-license = 许可证：*宽松许可*（MIT、Apache、BSD 等）几乎不设限；*Copyleft（著佐权）*（GPL、MPL 等）要求修改后的代码以相同许可证共享；*禁止商用* 表示不得用于商业用途；*未声明* 请询问作者；*未知* 表示我们尚未查到其许可证。

admin-title = 数据更新
admin-no-token = **未设置 GitHub 令牌。** GitHub 每小时只回答 60 次请求，全部查看一遍约需半天，README 与星标历史排在最后。请设置 `github.token` 或 `GITHUB_TOKEN`；令牌无需任何权限。
admin-last = 上次更新
admin-never = 尚未更新过。
admin-budget = GitHub 额度
admin-budget-unknown = 最近一小时没有请求
admin-rate = { $name } 剩余 { $remaining } / { $limit }，{ $when }恢复
admin-stale = 待更新条目
admin-next = 下次更新
admin-started = 已开始更新…
admin-under-way = 更新已在进行中，下面显示其进度。
admin-refreshing = 正在更新
admin-done = 更新结果
admin-waiting = 正在等待 GitHub 限额恢复，{ $when }继续
admin-phase-repositories = 仓库
admin-phase-readmes = README
admin-phase-histories = 星标历史
admin-trigger-timer = 定时
admin-trigger-admin = 由管理者发起
admin-trigger-command-line = 由命令行发起
admin-trigger-one = 单个模型
admin-outcome-complete = 已完成
admin-outcome-running = 进行中
admin-outcome-unauthorized = 已中断：GitHub 拒绝了令牌
admin-outcome-unreachable = 已中断：无法连接 GitHub
admin-outcome-stopped = 已停止，会自动继续
admin-outcome-interrupted = 被打断，已在下一次更新中继续
admin-counts = 查看了 { $checked } 个：{ $updated } 个有变化，{ $unchanged } 个无变化
admin-fetched = README { $readmes } 份，星标历史 { $histories } 份，请求 { $requests } 次
admin-more = 另有 { $count } 个
admin-kind-failed = 失败
admin-kind-gone = 已不存在
admin-kind-returned = 重新出现
admin-kind-archived = 已归档
admin-kind-unarchived = 取消归档
admin-kind-renamed = 改名
admin-kind-relicensed = 许可证有变
admin-kind-released = 新版本
admin-suggested = 其 GitHub 主题标签提到 { $names }，而条目中没有。由编辑者决定是否采纳。

compare-title = 对比
compare-stars = 星标走势
compare-no-counts = 尚无星标记录。
span-month = 30 天
span-year = 1 年
span-all = 全部
scale-log = 对数刻度
scale-linear = 线性刻度
align-date = 按日期
align-age = 按项目年龄
fact-release = 最新版本
button-stars = 星标走势
example-model-compare = /model compare first:matterport/Mask_RCNN second:facebookresearch/detectron2

chart-date-month = 近 30 天的 GitHub 星标数。
chart-date-year = 近一年的 GitHub 星标数。
chart-date-all = 按日期显示全部已知的 GitHub 星标数。
chart-age-month = 各仓库创建后前 30 天的 GitHub 星标数。
chart-age-year = 各仓库创建后第一年的 GitHub 星标数。
chart-age-all = 按创建至今的时长显示 GitHub 星标数。
chart-log = 纵轴为对数刻度。
chart-base = 纵轴从 { $count } 开始，而非 0。
chart-change = { $name }：{ $since } { $first }，{ $until } { $last }（{ $gained }）
chart-rounded = { $name }：{ $since } { $first }，{ $until } { $last }
chart-one = { $name }：{ $day } { $count }
chart-none = { $name }：此时段内无数据
chart-ageless = { $name }：创建日期未知，未显示
chart-about = 约 { $count }

jump-title = 跳转到指定页
jump-label = 页码，1 到 { $pages }
jump-bad = { $typed } 不是此列表的页码。请输入 1 到 { $pages } 之间的整数。

error-unexpected = 我们这边出错了。如果再次发生，请反馈并附上此编号：`{ $reference }`
error-permission = 只有提问者或版主可以删除。
error-gone = 该模型已不在目录中。可用 `/model search` 查找其他模型。
error-state = 此列表已无法翻页，请重新运行命令。
error-category = 没有类别 { $typed }。请从输入时出现的列表中选择。
error-framework = 没有框架 { $typed }。请从输入时出现的列表中选择。
error-task = 没有任务 { $typed }。请从输入时出现的列表中选择。
error-license = 目录中没有许可证 { $typed }。请从输入时出现的列表中选择。
error-operator = `/admin` 仅供本机器人的所有者与编辑者使用。
error-model = 没有唯一名为 { $typed } 的模型。请从输入时出现的列表中选择。
error-github = 目前无法访问 GitHub：{ $reason } 请稍后再试。
error-github-limit = GitHub 的请求额度已用完，请{ $when }再试。
error-github-token = GitHub 拒绝了令牌。请所有者重新设置 `github.token` 或 `GITHUB_TOKEN`。
error-compare = 这些是同一个模型。请至少给出两个。
error-paper = 目录中没有名为 { $typed } 的论文。请输入 arXiv 编号、链接或标题开头。
error-paper-unlisted = 目录中暂无 arXiv { $id } 的实现：https://arxiv.org/abs/{ $id }
error-health = 没有状态 { $typed }。请从输入时出现的列表中选择。
error-empty = 查询中没有可搜索的词。请输入名称、任务或描述。
error-nothing-random = 没有同时符合这两项的模型，请只选其中一项。
error-cooldown = 操作太快了，请 { $seconds } 秒后再试。

demo-welcome = 👋 **这是真正的机器人，运行在模拟的 Discord 上。** 输入 `/model search query:` 加上你的需求（“去掉视频背景”、`maskrcnn`、语音合成），或试试 `/category`、`/framework`、`/model random`、`/help`。切换 “Viewing as” 可换语言。
