// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include <QtInterprocess/fifo.h>

#include "device/device_p.h"
#include "engine/connection.h"
#include "engine/unix/fifoconnector.h"
#include "engine/unix/streamport.h"
#include "os/unix/descriptor.h"
#include "os/unix/fifo.h"
#include "os/unix/folder.h"
#include "os/unix/pipe.h"
#include "primitives/unix/activationvariables.h"
#include "support/errortext.h"
#include "support/setting.h"

#include <QtCore/qfile.h>

#include <utility>

namespace QtInterprocess {

class FifoPrivate final : public DevicePrivate
{
public:
    QString path;
    QString opening; // the path of the open file
    Flow flow = Flow::In;
    int timeout = -1;
    bool keepOpen = false;
    bool removeOnClose = false;

    // Remembers the file that is opened, to distinguish it from a later one.
    void remember(const Result<os::FileStatus> &status) { m_file = status ? *status : os::FileStatus(); }

    void ending() override
    {
        const os::FileStatus mine = std::exchange(m_file, {});
        if (!removeOnClose || isInherited() || mine.type != os::FileStatus::Type::Fifo)
            return;
        const QByteArray name = QFile::encodeName(opening);
        if (const auto place = os::Place::of(name))
            (void)place->folder.removeOnly(place->name, mine);
    }

protected:
    void opened(qintptr handle) override { remember(os::statusOf(int(handle))); }

    QString subject() const override { return opening; }

    std::unique_ptr<StreamEngine> makeEngine(OwnedHandle handle) override
    {
        auto port = std::make_unique<StreamPort>(std::move(handle), input, PipeCalls, flow);
        return std::make_unique<Connection>(std::move(port), *this);
    }

    std::unique_ptr<Output> makeOutput() const override { return std::make_unique<OutputQueue>(PipeCalls); }

private:
    os::FileStatus m_file;
};

static FifoPrivate *fifoPrivate(DevicePrivate *priv)
{
    return static_cast<FifoPrivate *>(priv);
}

static const FifoPrivate *fifoPrivate(const DevicePrivate *priv)
{
    return static_cast<const FifoPrivate *>(priv);
}

Fifo::Fifo(QObject *parent) : Device(std::make_unique<FifoPrivate>(), parent) { }

Fifo::Fifo(const QString &path, QObject *parent) : Fifo(parent)
{
    setPath(path);
}

Fifo::~Fifo() = default;

static quint32 toMode(QFileDevice::Permissions permissions)
{
    using P = QFileDevice;
    constexpr std::pair<P::Permission, quint32> Bits[] = {
        { P::ReadOwner, 0400 },  { P::WriteOwner, 0200 }, { P::ReadGroup, 0040 },
        { P::WriteGroup, 0020 }, { P::ReadOther, 0004 },  { P::WriteOther, 0002 },
    };
    quint32 mode = 0;
    for (const auto &[permission, bit] : Bits)
        mode |= permissions & permission ? bit : 0;
    return mode;
}

Error Fifo::create(const QString &path, QFileDevice::Permissions permissions, Umask umask)
{
    const QByteArray name = QFile::encodeName(path);
    const quint32 mode = toMode(permissions);
    return umask == Umask::Heeded ? os::makeFifo(name, mode) : os::makeExactFifo(name, mode);
}

Error Fifo::remove(const QString &path)
{
    const auto place = os::Place::of(QFile::encodeName(path));
    const auto status = place ? place->folder.statusOf(place->name) : Result<os::FileStatus>(place.error());
    if (!status)
        return Error(status.error().code(), status.error().nativeCode(), QStringLiteral("remove"), path);
    if (status->type == os::FileStatus::Type::Missing)
        return Error(Error::NotFound, ENOENT, QStringLiteral("remove"), path);
    if (status->type != os::FileStatus::Type::Fifo)
        return Error(Error::InvalidName, 0, QStringLiteral("remove"), path,
                     ErrorText::tr("the file is not a FIFO and is unchanged; use another name"));
    return place->folder.removeOnly(place->name, *status).withSubject(path);
}

std::unique_ptr<Fifo> Fifo::fromActivation(const QString &name, Error *error)
{
    OwnedHandle handle = takeActivatedFifo(name, error);
    if (!handle)
        return nullptr;
    const int fd = int(handle.get());
    const auto writes = os::allows(fd, os::FileAccess::Write);
    const Error wrong = writes ? os::makeNonBlockingCloseOnExec(fd) : writes.error();
    if (wrong) {
        if (error)
            *error = wrong;
        return nullptr;
    }
    auto fifo = std::make_unique<Fifo>();
    fifo->setKeepOpen(*writes);
    fifoPrivate(fifo->priv())->adopt(std::move(handle), ReadOnly);
    return fifo;
}

int Fifo::atomicSize() noexcept
{
    return os::atomicPipeSize();
}

QString Fifo::path() const
{
    return fifoPrivate(priv())->path;
}

void Fifo::setPath(const QString &path)
{
    changeSetting(this, fifoPrivate(priv())->path, QString(path), &Fifo::pathChanged);
}

bool Fifo::open(OpenMode mode)
{
    auto *const d = fifoPrivate(priv());
    if (!d->canBegin("open"))
        return false;
    const OpenMode way = mode & ReadWrite;
    if (way != ReadOnly && way != WriteOnly) {
        d->refuse(Error(Error::InvalidOperation, 0, QStringLiteral("open"), d->path,
                        ErrorText::tr("a FIFO can be opened with ReadOnly or with WriteOnly")));
        return false;
    }
    d->ending(); // for a previous file that is still closing
    FifoTarget target;
    target.path = QFile::encodeName(d->path);
    target.end = way == WriteOnly ? os::FifoEnd::Writer : d->keepOpen ? os::FifoEnd::KeptOpen : os::FifoEnd::Reader;
    target.timeout = d->timeout;
    d->opening = d->path;
    d->flow = way == WriteOnly ? Flow::Out : Flow::In;
    if (!d->connectBy([&](ConnectObserver &observer) { return makeFifoConnector(target, observer); }, mode))
        return false;
    d->remember(os::targetOf(target.path));
    return true;
}

bool Fifo::keepOpen() const noexcept
{
    return fifoPrivate(priv())->keepOpen;
}

void Fifo::setKeepOpen(bool on)
{
    changeSetting(this, fifoPrivate(priv())->keepOpen, on, &Fifo::keepOpenChanged);
}

bool Fifo::removeOnClose() const noexcept
{
    return fifoPrivate(priv())->removeOnClose;
}

void Fifo::setRemoveOnClose(bool on)
{
    changeSetting(this, fifoPrivate(priv())->removeOnClose, on, &Fifo::removeOnCloseChanged);
}

int Fifo::connectTimeout() const noexcept
{
    return fifoPrivate(priv())->timeout;
}

void Fifo::setConnectTimeout(int msecs)
{
    fifoPrivate(priv())->timeout = msecs;
}

} // namespace QtInterprocess
