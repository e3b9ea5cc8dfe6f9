"""What huggingface_hub does over plain HTTP and LFS, after a small file that opens connections and
loads modules.

    hub_peer.py download ENDPOINT REPOSITORY SMALL LARGE CACHE
    hub_peer.py upload ENDPOINT REPOSITORY SMALL LARGE
"""

import os
import sys

command, endpoint, repository, small, large, *cache = sys.argv[1:]
os.environ.update(
    HF_ENDPOINT=endpoint,
    HF_HUB_DISABLE_XET="1",
    HF_HUB_DISABLE_PROGRESS_BARS="1",
    HF_HUB_DISABLE_TELEMETRY="1",
    HF_HUB_ETAG_TIMEOUT="120",
    HF_HUB_DOWNLOAD_TIMEOUT="120",
    HF_TOKEN="hf_nobody",
)

from huggingface_hub import HfApi, hf_hub_download  # noqa: E402: it reads the environment

from timing import answer, measure  # noqa: E402

# Messages go to standard error, for standard output is the answer.


def download(name):
    return hf_hub_download(repository, name, repo_type="dataset", cache_dir=cache[0])


def upload(path):
    HfApi().upload_file(
        path_or_fileobj=path,
        path_in_repo=os.path.basename(path),
        repo_id=repository,
        repo_type="dataset",
    )


if command == "download":
    download(small)
    times = {"hf_hub_download": measure(lambda: download(large), runs=1, warm_ups=0)}
else:
    HfApi().create_repo(repository, repo_type="dataset")
    upload(small)
    times = {"HfApi.upload_file": measure(lambda: upload(large), runs=1, warm_ups=0)}
answer(times)
