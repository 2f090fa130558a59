<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de">
<context>
    <name>QtInterprocess</name>
    <message>
        <source>there is nothing to open; connect the device, or let it adopt a handle</source>
        <translation>es gibt nichts zu öffnen; verbinden Sie das Gerät, oder lassen Sie es ein Handle übernehmen</translation>
    </message>
    <message>
        <source>the device is connecting or connected already</source>
        <translation>das Gerät stellt bereits eine Verbindung her oder ist verbunden</translation>
    </message>
    <message>
        <source>not connected</source>
        <translation>nicht verbunden</translation>
    </message>
    <message>
        <source>it has no halves; close() ends both</source>
        <translation>diese Verbindung hat keine getrennten Richtungen; close() beendet beide</translation>
    </message>
    <message>
        <source>a packet does not fit into the %1 bytes that may be held unread; see maximumPacketSize</source>
        <translation>ein Paket passt nicht in die %1 Bytes, die ungelesen gehalten werden dürfen; siehe maximumPacketSize</translation>
    </message>
    <message>
        <source>the device is not open for writing</source>
        <translation>das Gerät ist nicht zum Schreiben geöffnet</translation>
    </message>
    <message>
        <source>not connected, or the peer reads no more</source>
        <translation>nicht verbunden, oder die Gegenstelle liest nicht mehr</translation>
    </message>
    <message>
        <source>it carries bytes</source>
        <translation>es überträgt Bytes und keine Nachrichten</translation>
    </message>
    <message>
        <source>a message of %1 bytes, the limit is %2</source>
        <translation>eine Nachricht von %1 Bytes, die Grenze ist %2</translation>
    </message>
    <message>
        <source>there is no room in the write buffer now</source>
        <translation>im Schreibpuffer ist zurzeit kein Platz</translation>
    </message>
    <message>
        <source>the server is listening already</source>
        <translation>der Server lauscht bereits</translation>
    </message>
    <message>
        <source>the filter refused it</source>
        <translation>der Filter hat die Gegenstelle abgelehnt</translation>
    </message>
    <message>
        <source>the filter threw: %1</source>
        <translation>der Filter hat eine Ausnahme ausgelöst: %1</translation>
    </message>
    <message>
        <source>the filter threw an exception</source>
        <translation>der Filter hat eine Ausnahme ausgelöst</translation>
    </message>
    <message>
        <source>the system does not tell whose it is</source>
        <translation>das System gibt nicht an, wem die Gegenstelle gehört</translation>
    </message>
    <message>
        <source>the connection has ended</source>
        <translation>die Verbindung ist beendet</translation>
    </message>
    <message>
        <source>output waits to be sent</source>
        <translation>es sind noch nicht alle Daten gesendet</translation>
    </message>
    <message>
        <source>it has two; see takeHandles()</source>
        <translation>es gibt zwei; siehe takeHandles()</translation>
    </message>
    <message>
        <source>it belongs to the process that opened it, and this is a forked child</source>
        <translation>es gehört dem Prozess, der es geöffnet hat, und dies ist ein mit fork() erzeugter Kindprozess</translation>
    </message>
    <message>
        <source>closed, and the peer reads nothing; see Device::setLingerLimits()</source>
        <translation>geschlossen, und die Gegenstelle liest nichts; siehe Device::setLingerLimits()</translation>
    </message>
    <message>
        <source>a thread makes calls on the handle</source>
        <translation>ein Thread führt Aufrufe mit dem Handle aus</translation>
    </message>
    <message>
        <source>more came than the %1 that may be pending; the rest was closed</source>
        <translation>es kamen mehr als die %1, die warten dürfen; die übrigen wurden geschlossen</translation>
    </message>
    <message>
        <source>it has no peer; name the receiver of each datagram, or connect to one</source>
        <translation>es gibt keine Gegenstelle; geben Sie zu jedem Datagramm den Empfänger an, oder verbinden Sie den Socket</translation>
    </message>
    <message>
        <source>timed out waiting for a reader</source>
        <translation>Zeitüberschreitung beim Warten auf einen Leser</translation>
    </message>
    <message>
        <source>timed out waiting for a writer</source>
        <translation>Zeitüberschreitung beim Warten auf einen Schreiber</translation>
    </message>
    <message>
        <source>some have been closed, since no more than %1 may wait, or no descriptor was left</source>
        <translation>einige wurden geschlossen, da höchstens %1 warten dürfen oder kein Deskriptor mehr frei war</translation>
    </message>
    <message>
        <source>a message is larger than the limit of %1 bytes</source>
        <translation>eine Nachricht ist größer als die Grenze von %1 Bytes</translation>
    </message>
    <message>
        <source>timed out waiting for room in the backlog of the server</source>
        <translation>Zeitüberschreitung beim Warten auf Platz in der Warteschlange des Servers</translation>
    </message>
    <message>
        <source>the process has ended</source>
        <translation>der Prozess ist beendet</translation>
    </message>
    <message>
        <source>that is not the number of one</source>
        <translation>das ist keine gültige Prozessnummer</translation>
    </message>
    <message>
        <source>there is no such process</source>
        <translation>diesen Prozess gibt es nicht</translation>
    </message>
    <message>
        <source>there is no such signal here</source>
        <translation>dieses Signal gibt es hier nicht</translation>
    </message>
    <message>
        <source>no program can catch it</source>
        <translation>kein Programm kann dieses Signal abfangen</translation>
    </message>
    <message>
        <source>it tells of a fault of the program itself; see AllowFaults</source>
        <translation>dieses Signal meldet einen Fehler des Programms selbst; siehe AllowFaults</translation>
    </message>
    <message>
        <source>a pipe can only be made on this machine, as \\.\pipe\name</source>
        <translation>eine Pipe kann nur auf diesem Rechner angelegt werden, als \\.\pipe\name</translation>
    </message>
    <message>
        <source>another server has the name</source>
        <translation>ein anderer Server hat diesen Namen</translation>
    </message>
    <message>
        <source>timed out waiting for a free instance of the pipe</source>
        <translation>Zeitüberschreitung beim Warten auf eine freie Instanz der Pipe</translation>
    </message>
    <message>
        <source>the system has no room for a message of %1 bytes</source>
        <translation>das System hat keinen Platz für eine Nachricht von %1 Bytes</translation>
    </message>
    <message>
        <source>Windows sends no such signal to one process</source>
        <translation>Windows sendet ein solches Signal nicht an einen einzelnen Prozess</translation>
    </message>
    <message>
        <source>Windows has no signals with a value</source>
        <translation>Windows kennt keine Signale mit einem Wert</translation>
    </message>
    <message>
        <source>the handle is not that of a process</source>
        <translation>das Handle gehört nicht zu einem Prozess</translation>
    </message>
    <message>
        <source>Windows does not tell of it</source>
        <translation>Windows meldet dieses Signal nicht</translation>
    </message>
    <message>
        <source>a handler that was there before cannot be called here</source>
        <translation>eine zuvor eingerichtete Behandlung kann hier nicht aufgerufen werden</translation>
    </message>
    <message>
        <source>the thread that used it was not forked</source>
        <translation>der Thread, der es benutzt hat, wurde von fork() nicht übernommen</translation>
    </message>
    <message>
        <source>there is no thread to be had</source>
        <translation>es ist kein Thread zu bekommen</translation>
    </message>
    <message>
        <source>it has a line feed, which ends a message</source>
        <translation>sie enthält einen Zeilenvorschub, der eine Nachricht beendet</translation>
    </message>
    <message>
        <source>it ends with a carriage return, which belongs to the end of a line</source>
        <translation>sie endet mit einem Wagenrücklauf, der zum Zeilenende gehört</translation>
    </message>
    <message>
        <source>it has a NUL, which ends a message</source>
        <translation>sie enthält ein NUL, das eine Nachricht beendet</translation>
    </message>
    <message>
        <source>the peer announces %1 bytes, the limit is %2</source>
        <translation>die Gegenstelle kündigt %1 Bytes an, die Grenze ist %2</translation>
    </message>
    <message>
        <source>it has more than %1 bytes</source>
        <translation>sie hat mehr als %1 Bytes</translation>
    </message>
    <message>
        <source>its header has more than %1 bytes</source>
        <translation>ihr Kopf hat mehr als %1 Bytes</translation>
    </message>
    <message>
        <source>its header has no Content-Length</source>
        <translation>in ihrem Kopf fehlt Content-Length</translation>
    </message>
    <message>
        <source>its header has a line that is no field</source>
        <translation>ihr Kopf enthält eine Zeile, die kein Feld ist</translation>
    </message>
    <message>
        <source>its Content-Length is no number</source>
        <translation>ihre Content-Length ist keine Zahl</translation>
    </message>
    <message>
        <source>its header has two Content-Lengths</source>
        <translation>ihr Kopf enthält Content-Length zweimal</translation>
    </message>
    <message>
        <source>a system name is made of parts with one slash between them, none of them . or ..</source>
        <translation>ein Systemname besteht aus Teilen mit je einem Schrägstrich dazwischen, und kein Teil ist . oder ..</translation>
    </message>
    <message>
        <source>the peer has ended in the middle of it</source>
        <translation>die Gegenstelle hat die Verbindung mitten in der Nachricht beendet</translation>
    </message>
    <message>
        <source>it has %1 bytes, the limit is %2</source>
        <translation>sie hat %1 Bytes, die Grenze ist %2</translation>
    </message>
    <message>
        <source>the device takes no more</source>
        <translation>das Gerät nimmt nichts mehr an</translation>
    </message>
    <message>
        <source>the device was closed before it had taken all of it</source>
        <translation>das Gerät wurde geschlossen, bevor es die ganze Nachricht angenommen hatte</translation>
    </message>
    <message>
        <source>it is not CBOR</source>
        <translation>das ist kein CBOR</translation>
    </message>
    <message>
        <source>it is not JSON</source>
        <translation>das ist kein JSON</translation>
    </message>
    <message>
        <source>it was closed before the end of the source</source>
        <translation>das Ziel wurde vor dem Ende der Quelle geschlossen</translation>
    </message>
    <message>
        <source>it is not open for writing</source>
        <translation>das Ziel ist nicht zum Schreiben geöffnet</translation>
    </message>
    <message>
        <source>there is no connection</source>
        <translation>es besteht keine Verbindung</translation>
    </message>
    <message>
        <source>%1 bytes wait already</source>
        <translation>es warten bereits %1 Bytes</translation>
    </message>
    <message>
        <source>the primary does not respond</source>
        <translation>die erste Instanz antwortet nicht</translation>
    </message>
    <message>
        <source>the primary is in this process</source>
        <translation>die erste Instanz ist in diesem Prozess</translation>
    </message>
    <message>
        <source>the owner of the name is no instance of this program, or one of another version of the protocol</source>
        <translation>der Besitzer des Namens ist keine Instanz dieses Programms, oder eine mit einer anderen Version des Protokolls</translation>
    </message>
    <message>
        <source>the primary has ended, and may have served the request</source>
        <translation>die erste Instanz ist beendet und hat die Anfrage womöglich bearbeitet</translation>
    </message>
    <message>
        <source>the primary has ended</source>
        <translation>die erste Instanz ist beendet</translation>
    </message>
    <message>
        <source>this is no secondary</source>
        <translation>dies ist keine weitere Instanz</translation>
    </message>
    <message>
        <source>the request has %1 bytes, the primary takes %2</source>
        <translation>die Anfrage hat %1 Bytes, die erste Instanz nimmt %2 an</translation>
    </message>
    <message>
        <source>the primary does not take the request</source>
        <translation>die erste Instanz nimmt die Anfrage nicht an</translation>
    </message>
    <message>
        <source>the primary speaks another language</source>
        <translation>die erste Instanz verwendet ein anderes Protokoll</translation>
    </message>
    <message>
        <source>the primary has received the request, and reads no more</source>
        <translation>die erste Instanz hat die Anfrage erhalten und liest nicht weiter</translation>
    </message>
    <message>
        <source>the primary has taken the request, and does not answer</source>
        <translation>die erste Instanz hat die Anfrage angenommen und antwortet nicht</translation>
    </message>
    <message>
        <source>the primary gives an answer in another language</source>
        <translation>die erste Instanz antwortet in einem anderen Protokoll</translation>
    </message>
    <message>
        <source>the primary goes on</source>
        <translation>die erste Instanz läuft weiter</translation>
    </message>
    <message>
        <source>the primary does not let itself be replaced</source>
        <translation>die erste Instanz lässt sich nicht ersetzen</translation>
    </message>
    <message>
        <source>the primary refuses to be replaced</source>
        <translation>die erste Instanz lehnt es ab, ersetzt zu werden</translation>
    </message>
    <message>
        <source>the primary does not end</source>
        <translation>die erste Instanz beendet sich nicht</translation>
    </message>
    <message>
        <source>another process was faster</source>
        <translation>ein anderer Prozess war schneller</translation>
    </message>
    <message>
        <source>the name is empty</source>
        <translation>der Name ist leer</translation>
    </message>
    <message>
        <source>a name without a leading / or ./ cannot hold a slash</source>
        <translation>ein Name, der nicht mit / oder ./ beginnt, darf keinen Schrägstrich enthalten</translation>
    </message>
    <message>
        <source>that is a folder</source>
        <translation>das ist ein Ordner</translation>
    </message>
    <message>
        <source>it belongs to %1, not to this user</source>
        <translation>der Besitzer ist %1, nicht dieser Benutzer</translation>
    </message>
    <message>
        <source>this process runs as %1</source>
        <translation>der Benutzer dieses Prozesses ist: %1</translation>
    </message>
    <message>
        <source>the name is in use by process %1, at &quot;%2&quot;</source>
        <translation>der Name wird von Prozess %1 benutzt, unter „%2“</translation>
    </message>
    <message>
        <source>the name is in use, at &quot;%1&quot;</source>
        <translation>der Name wird unter „%1“ benutzt</translation>
    </message>
    <message>
        <source>a generic name is for this user alone; for others use LocalName::system() or LocalName::path()</source>
        <translation>ein allgemeiner Name gilt nur für diesen Benutzer; verwenden Sie für andere LocalName::system() oder LocalName::path()</translation>
    </message>
    <message>
        <source>somebody keeps changing the folder</source>
        <translation>der Ordner wird fortwährend von jemandem geändert</translation>
    </message>
    <message>
        <source>that is a pipe of Windows</source>
        <translation>das ist eine Pipe von Windows</translation>
    </message>
    <message>
        <source>a folder of %1 with mode %2</source>
        <translation>ein Ordner (Besitzer: %1, Modus: %2)</translation>
    </message>
    <message>
        <source>a symbolic link of %1 with mode %2</source>
        <translation>eine symbolische Verknüpfung (Besitzer: %1, Modus: %2)</translation>
    </message>
    <message>
        <source>a socket of %1 with mode %2</source>
        <translation>ein Socket (Besitzer: %1, Modus: %2)</translation>
    </message>
    <message>
        <source>a FIFO of %1 with mode %2</source>
        <translation>ein FIFO (Besitzer: %1, Modus: %2)</translation>
    </message>
    <message>
        <source>a file of %1 with mode %2</source>
        <translation>eine Datei (Besitzer: %1, Modus: %2)</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is not a folder of this user alone, but %2</source>
        <translation>„%1“ ist kein Ordner, der nur diesem Benutzer gehört, sondern %2</translation>
    </message>
    <message>
        <source>others can exchange what is in &quot;%1&quot;, which is %2</source>
        <translation>andere können den Inhalt von „%1“ austauschen; das ist %2</translation>
    </message>
    <message>
        <source>it runs as %1</source>
        <translation>der Benutzer des anderen Prozesses ist: %1</translation>
    </message>
    <message>
        <source>it has more than %1 elements (maximumValueElements), at byte %2 of %3</source>
        <translation>der Wert hat mehr als %1 Elemente (maximumValueElements), bei Byte %2 von %3</translation>
    </message>
    <message>
        <source>it is nested more than %1 levels deep (maximumValueDepth), at byte %2 of %3</source>
        <translation>der Wert ist mehr als %1 Ebenen tief verschachtelt (maximumValueDepth), bei Byte %2 von %3</translation>
    </message>
    <message>
        <source>more than one value of CBOR</source>
        <translation>mehr als ein CBOR-Wert</translation>
    </message>
    <message>
        <source>it is not CBOR, at byte %1</source>
        <translation>das ist kein CBOR, ab Byte %1</translation>
    </message>
    <message>
        <source>a name that does not start with \\ cannot hold a backslash</source>
        <translation>ein Name, der nicht mit \\ beginnt, darf keinen umgekehrten Schrägstrich enthalten</translation>
    </message>
    <message>
        <source>Windows hands out no listening handles</source>
        <translation>Windows übergibt keine lauschenden Handles</translation>
    </message>
    <message>
        <source>it runs as the user %1</source>
        <translation>der andere Prozess läuft als Benutzer %1</translation>
    </message>
    <message>
        <source>there is no group &quot;%1&quot; on this system</source>
        <translation>eine Gruppe „%1“ gibt es auf diesem System nicht</translation>
    </message>
    <message>
        <source>this user namespace does not tell the group &quot;%1&quot; from others</source>
        <translation>dieser User-Namespace unterscheidet die Gruppe „%1“ nicht von anderen</translation>
    </message>
    <message>
        <source>access() is invalid: its mode is 0%1</source>
        <translation>access() ist ungültig: der Modus ist 0%1</translation>
    </message>
    <message>
        <source>security descriptors exist on Windows only</source>
        <translation>Sicherheitsbeschreibungen gibt es nur unter Windows</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>abgebrochen</translation>
    </message>
    <message>
        <source>it is no FIFO, and is left alone</source>
        <translation>das ist kein FIFO und bleibt unverändert</translation>
    </message>
    <message>
        <source>somebody else has replaced the file; it has been left alone</source>
        <translation>jemand anderes hat die Datei ersetzt; sie bleibt unverändert</translation>
    </message>
    <message>
        <source>other users may change its folder, and there is no safe way here</source>
        <translation>andere Benutzer dürfen den Ordner ändern, und einen sicheren Weg gibt es hier nicht</translation>
    </message>
    <message>
        <source>somebody else has removed the file</source>
        <translation>jemand anderes hat die Datei entfernt</translation>
    </message>
    <message>
        <source>this process may not give a file to the group %1</source>
        <translation>dieser Prozess darf der Gruppe %1 keine Datei geben</translation>
    </message>
    <message>
        <source>user %1</source>
        <translation>Benutzer %1</translation>
    </message>
    <message>
        <source>a user that this user namespace does not tell from others</source>
        <translation>ein Benutzer, den dieser User-Namespace nicht von anderen unterscheidet</translation>
    </message>
    <message>
        <source>the number is not that of a handle that was added by a name</source>
        <translation>die Nummer gehört nicht zu einem Handle, das mit einem Namen hinzugefügt wurde</translation>
    </message>
    <message>
        <source>this process has not inherited it</source>
        <translation>dieser Prozess hat das Handle nicht geerbt</translation>
    </message>
    <message>
        <source>the number belongs to another file in this process</source>
        <translation>die Nummer gehört in diesem Prozess zu einer anderen Datei</translation>
    </message>
    <message>
        <source>send it over a Unix domain socket</source>
        <translation>senden Sie es über einen Unix-Domain-Socket</translation>
    </message>
    <message>
        <source>this system does not tell, socket %1</source>
        <translation>dieses System gibt darüber keine Auskunft, Socket %1</translation>
    </message>
    <message>
        <source>this user</source>
        <translation>dieser Benutzer</translation>
    </message>
    <message>
        <source>this user or group</source>
        <translation>dieser Benutzer oder diese Gruppe</translation>
    </message>
    <message>
        <source>this user or the group &quot;%1&quot;</source>
        <translation>dieser Benutzer oder die Gruppe „%1“</translation>
    </message>
    <message>
        <source>it is served by %1, not by %2</source>
        <translation>der Server gehört: %1; verlangt ist: %2</translation>
    </message>
    <message>
        <source>pipes of this system keep no messages</source>
        <translation>Pipes dieses Systems bewahren keine Nachrichtengrenzen</translation>
    </message>
    <message>
        <source>it is a thread of a process</source>
        <translation>das ist ein Thread eines Prozesses</translation>
    </message>
    <message>
        <source>it comes from %1</source>
        <translation>der Absender ist: %1</translation>
    </message>
    <message>
        <source>the system does not tell who has sent it</source>
        <translation>das System gibt nicht an, wer sie gesendet hat</translation>
    </message>
    <message>
        <source>too many handles of strangers wait to be closed</source>
        <translation>zu viele fremde Handles warten darauf, geschlossen zu werden</translation>
    </message>
    <message>
        <source>a message of %1 bytes, this system sends no more than %2</source>
        <translation>eine Nachricht von %1 Bytes, dieses System sendet höchstens %2</translation>
    </message>
    <message>
        <source>%1 handles in one message, the limit is %2</source>
        <translation>%1 Handles in einer Nachricht, die Grenze ist %2</translation>
    </message>
    <message>
        <source>the receiver takes none; the bytes have been sent without them</source>
        <translation>der Empfänger nimmt keine an; die Bytes wurden ohne sie gesendet</translation>
    </message>
    <message>
        <source>it is being watched</source>
        <translation>das Signal wird beobachtet</translation>
    </message>
    <message>
        <source>too many signals wait to be delivered</source>
        <translation>zu viele Signale warten auf Zustellung</translation>
    </message>
    <message>
        <source>sequenced-packet</source>
        <translation>SeqPacket</translation>
    </message>
    <message>
        <source>datagram</source>
        <translation>Datagramm</translation>
    </message>
    <message>
        <source>stream</source>
        <translation>Stream</translation>
    </message>
    <message>
        <source>this system has no %1 sockets of the Unix domain</source>
        <translation>dieses System hat keine %1-Sockets der Unix-Domain</translation>
    </message>
    <message>
        <source>not a Unix domain socket</source>
        <translation>kein Unix-Domain-Socket</translation>
    </message>
    <message>
        <source>only Linux gives a socket a name of itself</source>
        <translation>nur Linux gibt einem Socket von sich aus einen Namen</translation>
    </message>
    <message>
        <source>not a %1 socket</source>
        <translation>kein %1-Socket</translation>
    </message>
    <message>
        <source>a listening socket</source>
        <translation>ein lauschender Socket</translation>
    </message>
    <message>
        <source>not a listening socket</source>
        <translation>kein lauschender Socket</translation>
    </message>
    <message>
        <source>name is %1 bytes, the limit here is %2</source>
        <translation>der Name hat %1 Bytes, die Grenze ist hier %2</translation>
    </message>
    <message>
        <source>name is %1 bytes, the limit here is %2; longer paths need /proc, which is missing</source>
        <translation>der Name hat %1 Bytes, die Grenze ist hier %2; längere Pfade brauchen /proc, das fehlt</translation>
    </message>
    <message>
        <source>abstract names exist on Linux only</source>
        <translation>abstrakte Namen gibt es nur unter Linux</translation>
    </message>
    <message>
        <source>the path is empty</source>
        <translation>der Pfad ist leer</translation>
    </message>
    <message>
        <source>the path holds a zero byte</source>
        <translation>der Pfad enthält ein Nullbyte</translation>
    </message>
    <message>
        <source>an unnamed address cannot be connected to</source>
        <translation>mit einer Adresse ohne Namen kann man sich nicht verbinden</translation>
    </message>
    <message>
        <source>only Linux has /proc/self/fd</source>
        <translation>nur Linux hat /proc/self/fd</translation>
    </message>
    <message>
        <source>the handle was meant for a child of another process</source>
        <translation>das Handle war für ein Kind eines anderen Prozesses bestimmt</translation>
    </message>
    <message>
        <source>the path of a pipe is \\.\pipe\name</source>
        <translation>der Pfad einer Pipe ist \\.\pipe\name</translation>
    </message>
    <message>
        <source>the name of a pipe cannot hold a zero</source>
        <translation>der Name einer Pipe darf kein Nullzeichen enthalten</translation>
    </message>
    <message>
        <source>a part of the name is empty</source>
        <translation>ein Teil des Namens ist leer</translation>
    </message>
    <message>
        <source>the path is %1 characters, the limit here is %2</source>
        <translation>der Pfad hat %1 Zeichen, die Grenze ist hier %2</translation>
    </message>
    <message>
        <source>it has PIPE_NOWAIT, and does not let itself be changed</source>
        <translation>das Handle hat PIPE_NOWAIT und lässt sich nicht ändern</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is no security descriptor</source>
        <translation>„%1“ ist keine Sicherheitsbeschreibung</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is not a group</source>
        <translation>„%1“ ist keine Gruppe</translation>
    </message>
    <message>
        <source>Windows has no group of a process; use Access::group()</source>
        <translation>unter Windows hat ein Prozess keine Gruppe; verwenden Sie Access::group()</translation>
    </message>
    <message>
        <source>a server of Windows is known by its user: require Access::User or Access::Everyone</source>
        <translation>unter Windows wird ein Server an seinem Benutzer erkannt: verlangen Sie Access::User oder Access::Everyone</translation>
    </message>
    <message>
        <source>the pipe belongs to the user %1</source>
        <translation>die Pipe gehört dem Benutzer %1</translation>
    </message>
    <message>
        <source>a name has 1 to 255 of the characters A-Z, a-z, 0-9, &apos;-&apos;, &apos;_&apos; and &apos;.&apos;</source>
        <translation>ein Name hat 1 bis 255 der Zeichen A-Z, a-z, 0-9, „-“, „_“ und „.“</translation>
    </message>
    <message>
        <source>the name is taken</source>
        <translation>der Name ist vergeben</translation>
    </message>
    <message>
        <source>%1 is malformed</source>
        <translation>%1 ist fehlerhaft</translation>
    </message>
    <message>
        <source>this process was started with none of that name, or it is taken</source>
        <translation>dieser Prozess wurde ohne ein Handle dieses Namens gestartet, oder es ist schon vergeben</translation>
    </message>
    <message>
        <source>a pipe carries no empty messages</source>
        <translation>eine Pipe überträgt keine leeren Nachrichten</translation>
    </message>
    <message>
        <source>a message of %1 bytes, a pipe takes no more than %2 in one piece</source>
        <translation>eine Nachricht von %1 Bytes, eine Pipe nimmt höchstens %2 in einem Stück</translation>
    </message>
    <message>
        <source>they have been taken already</source>
        <translation>sie sind bereits vergeben</translation>
    </message>
    <message>
        <source>no process is watched</source>
        <translation>kein Prozess wird beobachtet</translation>
    </message>
    <message>
        <source>signals are being watched</source>
        <translation>es werden Signale beobachtet</translation>
    </message>
    <message>
        <source>LISTEN_FDS is &quot;%1&quot;</source>
        <translation>LISTEN_FDS ist „%1“</translation>
    </message>
    <message>
        <source>LISTEN_FDS is %1, and LISTEN_FDNAMES has %2 names</source>
        <translation>LISTEN_FDS ist %1, und LISTEN_FDNAMES hat %2 Namen</translation>
    </message>
    <message>
        <source>NOTIFY_SOCKET is not set</source>
        <translation>NOTIFY_SOCKET ist nicht gesetzt</translation>
    </message>
    <message>
        <source>neither a path nor an @name</source>
        <translation>weder ein Pfad noch ein @Name</translation>
    </message>
    <message>
        <source>a status is one line of text</source>
        <translation>ein Status ist eine einzelne Textzeile</translation>
    </message>
    <message>
        <source>the name of a handle has 1 to 255 printable ASCII characters, and no colon</source>
        <translation>der Name eines Handles hat 1 bis 255 druckbare ASCII-Zeichen und keinen Doppelpunkt</translation>
    </message>
    <message>
        <source>there is no handle</source>
        <translation>es gibt kein Handle</translation>
    </message>
    <message>
        <source>the number %1 is taken, or none</source>
        <translation>die Nummer %1 ist vergeben oder ungültig</translation>
    </message>
    <message>
        <source>a FIFO is opened to be read, or to be written</source>
        <translation>ein FIFO wird entweder zum Lesen oder zum Schreiben geöffnet</translation>
    </message>
    <message>
        <source>the file of this server has gone, and %1</source>
        <translation>die Datei dieses Servers ist verschwunden, und: %1</translation>
    </message>
    <message>
        <source>the name is in use by process %1</source>
        <translation>der Name wird von Prozess %1 benutzt</translation>
    </message>
    <message>
        <source>the name is in use</source>
        <translation>der Name wird bereits benutzt</translation>
    </message>
    <message>
        <source>there is something else than a socket; it has been left alone</source>
        <translation>dort ist etwas anderes als ein Socket; es bleibt unverändert</translation>
    </message>
    <message>
        <source>names that begin with &quot;%1&quot; are kept for the files of this library</source>
        <translation>Namen, die mit „%1“ beginnen, sind den Dateien dieser Bibliothek vorbehalten</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is in the way; it has been left alone</source>
        <translation>„%1“ ist im Weg und bleibt unverändert</translation>
    </message>
    <message>
        <source>the lock file &quot;%1&quot;: %2</source>
        <translation>die Sperrdatei „%1“: %2</translation>
    </message>
    <message>
        <source>it is no pipe in packet mode</source>
        <translation>das ist keine Pipe im Paketmodus</translation>
    </message>
    <message>
        <source>it is none</source>
        <translation>das ist kein gültiges Handle</translation>
    </message>
    <message>
        <source>it was not opened for reading</source>
        <translation>das Handle wurde nicht zum Lesen geöffnet</translation>
    </message>
    <message>
        <source>it was not opened for writing</source>
        <translation>das Handle wurde nicht zum Schreiben geöffnet</translation>
    </message>
    <message>
        <source>it is that of a directory</source>
        <translation>das ist das Handle eines Ordners</translation>
    </message>
    <message>
        <source>it is closed</source>
        <translation>das Handle ist geschlossen</translation>
    </message>
    <message>
        <source>it goes the other way</source>
        <translation>das ist das Ende für die andere Richtung</translation>
    </message>
    <message>
        <source>it cannot be changed</source>
        <translation>das lässt sich nicht ändern</translation>
    </message>
    <message>
        <source>SignalWatcher handles signals</source>
        <translation>Signale behandelt SignalWatcher</translation>
    </message>
    <message>
        <source>LISTEN_FDS is %1, and descriptor %2 was not handed over</source>
        <translation>LISTEN_FDS ist %1, und der Deskriptor %2 wurde nicht übergeben</translation>
    </message>
    <message>
        <source>this process was handed none of that name, or it is taken</source>
        <translation>dieser Prozess hat keines mit diesem Namen erhalten, oder es ist schon vergeben</translation>
    </message>
    <message>
        <source>it cannot be read</source>
        <translation>das Handle kann nicht gelesen werden</translation>
    </message>
    <message>
        <source>it is no FIFO</source>
        <translation>das ist kein FIFO</translation>
    </message>
    <message>
        <source>the device is not open</source>
        <translation>das Gerät ist nicht geöffnet</translation>
    </message>
    <message>
        <source>not open yet</source>
        <translation>noch nicht geöffnet</translation>
    </message>
    <message>
        <source>here nobody can tell who sends to it</source>
        <translation>hier lässt sich nicht feststellen, wer an den Socket sendet</translation>
    </message>
    <message>
        <source>the file of this socket has gone, or is another one</source>
        <translation>die Datei dieses Sockets ist verschwunden oder eine andere</translation>
    </message>
    <message>
        <source>there is no room now</source>
        <translation>zurzeit ist kein Platz</translation>
    </message>
    <message>
        <source>here nobody can tell an empty message from the end of the connection</source>
        <translation>hier ist eine leere Nachricht nicht vom Ende der Verbindung zu unterscheiden</translation>
    </message>
    <message>
        <source>handles go with bytes, and there are none</source>
        <translation>Handles reisen mit Bytes, und es gibt keine</translation>
    </message>
    <message>
        <source>%1 handles need at least %2 bytes to go with</source>
        <translation>%1 Handles brauchen mindestens %2 Bytes, mit denen sie reisen</translation>
    </message>
    <message>
        <source>the number %1 cannot be chosen here</source>
        <translation>die Nummer %1 kann hier nicht gewählt werden</translation>
    </message>
    <message>
        <source>the number %1 is taken</source>
        <translation>die Nummer %1 ist vergeben</translation>
    </message>
    <message>
        <source>this is not the thread that does</source>
        <translation>das ist nicht der Thread, der es tut</translation>
    </message>
    <message>
        <source>maximumInstances is %1; it can be 1 to %2</source>
        <translation>maximumInstances ist %1; erlaubt sind 1 bis %2</translation>
    </message>
    <message>
        <source>a buffer size is negative</source>
        <translation>eine Puffergröße ist negativ</translation>
    </message>
    <message>
        <source>defaultWaitTimeout is %1; it can be -1, 0 or more</source>
        <translation>defaultWaitTimeout ist %1; erlaubt sind −1, 0 oder mehr</translation>
    </message>
    <message>
        <source>it is to be neither read nor written</source>
        <translation>die Pipe soll weder gelesen noch geschrieben werden</translation>
    </message>
    <message>
        <source>this is the client&apos;s end of the pipe</source>
        <translation>das ist das Ende des Clients</translation>
    </message>
    <message>
        <source>the thread acts for somebody already</source>
        <translation>der Thread handelt bereits für jemanden</translation>
    </message>
    <message>
        <source>it allows nothing of what it is to be opened for</source>
        <translation>das Handle erlaubt nichts von dem, wofür es geöffnet werden soll</translation>
    </message>
    <message>
        <source>unnamed pipes of this system keep no messages</source>
        <translation>unbenannte Pipes dieses Systems bewahren keine Nachrichtengrenzen</translation>
    </message>
    <message>
        <source>it was opened with FILE_FLAG_OVERLAPPED, which is for pipes here</source>
        <translation>das Handle wurde mit FILE_FLAG_OVERLAPPED geöffnet, was hier nur für Pipes möglich ist</translation>
    </message>
    <message>
        <source>there is none</source>
        <translation>es gibt keines</translation>
    </message>
    <message>
        <source>it is none of a pipe</source>
        <translation>das ist kein Handle einer Pipe</translation>
    </message>
    <message>
        <source>it was opened without FILE_FLAG_OVERLAPPED</source>
        <translation>das Handle wurde ohne FILE_FLAG_OVERLAPPED geöffnet</translation>
    </message>
    <message>
        <source>the client belongs to the user %1</source>
        <translation>der Client gehört dem Benutzer %1</translation>
    </message>
    <message>
        <source>Windows sends Ctrl-Break alone to a group</source>
        <translation>Windows sendet nur Strg-Untbr an eine Gruppe</translation>
    </message>
    <message>
        <source>Windows ignores Ctrl-C alone</source>
        <translation>Windows kann nur Strg-C ignorieren</translation>
    </message>
    <message>
        <source>no error</source>
        <translation>kein Fehler</translation>
    </message>
    <message>
        <source>nothing has that name</source>
        <translation>nichts hat diesen Namen</translation>
    </message>
    <message>
        <source>nobody listens there</source>
        <translation>dort lauscht niemand</translation>
    </message>
    <message>
        <source>the name is too long</source>
        <translation>der Name ist zu lang</translation>
    </message>
    <message>
        <source>not a valid name</source>
        <translation>kein gültiger Name</translation>
    </message>
    <message>
        <source>access denied</source>
        <translation>Zugriff verweigert</translation>
    </message>
    <message>
        <source>timed out</source>
        <translation>Zeitüberschreitung</translation>
    </message>
    <message>
        <source>the peer closed the connection</source>
        <translation>die Gegenstelle hat die Verbindung geschlossen</translation>
    </message>
    <message>
        <source>out of resources</source>
        <translation>keine Ressourcen mehr</translation>
    </message>
    <message>
        <source>not possible in this state</source>
        <translation>in diesem Zustand nicht möglich</translation>
    </message>
    <message>
        <source>not supported on this platform</source>
        <translation>auf dieser Plattform nicht unterstützt</translation>
    </message>
    <message>
        <source>the message is too large</source>
        <translation>die Nachricht ist zu groß</translation>
    </message>
    <message>
        <source>only a part of the message went through</source>
        <translation>nur ein Teil der Nachricht wurde übertragen</translation>
    </message>
    <message>
        <source>the message means nothing</source>
        <translation>die Nachricht ist ungültig</translation>
    </message>
    <message>
        <source>the name is not this process&apos;s any more</source>
        <translation>der Name gehört diesem Prozess nicht mehr</translation>
    </message>
    <message>
        <source>unknown error</source>
        <translation>unbekannter Fehler</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>%1 &quot;%2&quot;: %3</source>
        <translation>%1 „%2“: %3</translation>
    </message>
    <message>
        <source>%1 (and %2 more in the last second)</source>
        <translation>%1 (und %2 weitere in der letzten Sekunde)</translation>
    </message>
    <message>
        <source>%1; %2</source>
        <translation>%1; %2</translation>
    </message>
    <message>
        <source>accept a connection on</source>
        <translation>Annehmen einer Verbindung auf</translation>
    </message>
    <message>
        <source>accept on</source>
        <translation>Annehmen auf</translation>
    </message>
    <message>
        <source>act for the client of</source>
        <translation>Handeln für den Client von</translation>
    </message>
    <message>
        <source>admit a peer</source>
        <translation>Zulassen einer Gegenstelle</translation>
    </message>
    <message>
        <source>admit the peer of</source>
        <translation>Zulassen der Gegenstelle von</translation>
    </message>
    <message>
        <source>ask about the pipe</source>
        <translation>Abfragen der Pipe</translation>
    </message>
    <message>
        <source>ask for the credentials of what comes from</source>
        <translation>Abfragen der Berechtigungsdaten zu Eingaben von</translation>
    </message>
    <message>
        <source>ask for the groups at the other end of</source>
        <translation>Abfragen der Gruppen am anderen Ende von</translation>
    </message>
    <message>
        <source>ask for the owner</source>
        <translation>Abfragen des Besitzers</translation>
    </message>
    <message>
        <source>ask for the process at the other end of</source>
        <translation>Abfragen des Prozesses am anderen Ende von</translation>
    </message>
    <message>
        <source>ask for the user of</source>
        <translation>Abfragen des Benutzers von</translation>
    </message>
    <message>
        <source>ask for the user of a token</source>
        <translation>Abfragen des Benutzers eines Tokens</translation>
    </message>
    <message>
        <source>ask who is at the other end of</source>
        <translation>Abfragen des anderen Endes von</translation>
    </message>
    <message>
        <source>bind to</source>
        <translation>Binden an</translation>
    </message>
    <message>
        <source>claim</source>
        <translation>Beanspruchen von</translation>
    </message>
    <message>
        <source>close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>connect</source>
        <translation>Verbinden mit</translation>
    </message>
    <message>
        <source>connect to</source>
        <translation>Verbinden mit</translation>
    </message>
    <message>
        <source>create</source>
        <translation>Anlegen von</translation>
    </message>
    <message>
        <source>create a peer for</source>
        <translation>Anlegen einer Gegenstelle für</translation>
    </message>
    <message>
        <source>create a pipe</source>
        <translation>Anlegen einer Pipe</translation>
    </message>
    <message>
        <source>create a socket</source>
        <translation>Anlegen eines Sockets</translation>
    </message>
    <message>
        <source>create a socket pair</source>
        <translation>Anlegen eines Socket-Paars</translation>
    </message>
    <message>
        <source>create a timer</source>
        <translation>Anlegen eines Zeitgebers</translation>
    </message>
    <message>
        <source>create an event queue</source>
        <translation>Anlegen einer Ereigniswarteschlange</translation>
    </message>
    <message>
        <source>create pipes</source>
        <translation>Anlegen von Pipes</translation>
    </message>
    <message>
        <source>create the pipe</source>
        <translation>Anlegen der Pipe</translation>
    </message>
    <message>
        <source>detach</source>
        <translation>Ablösen</translation>
    </message>
    <message>
        <source>disconnect</source>
        <translation>Trennen</translation>
    </message>
    <message>
        <source>disconnect from</source>
        <translation>Trennen von</translation>
    </message>
    <message>
        <source>duplicate a descriptor</source>
        <translation>Verdoppeln eines Deskriptors</translation>
    </message>
    <message>
        <source>duplicate the handle</source>
        <translation>Verdoppeln des Handles</translation>
    </message>
    <message>
        <source>end the process of</source>
        <translation>Beenden des Prozesses von</translation>
    </message>
    <message>
        <source>end the writing half of</source>
        <translation>Beenden der Schreibrichtung von</translation>
    </message>
    <message>
        <source>forward to</source>
        <translation>Weiterleiten an</translation>
    </message>
    <message>
        <source>give a handle to process</source>
        <translation>Übergeben eines Handles an Prozess</translation>
    </message>
    <message>
        <source>give access to</source>
        <translation>Gewähren des Zugriffs auf</translation>
    </message>
    <message>
        <source>give to its group</source>
        <translation>Zuweisen der Gruppe zu</translation>
    </message>
    <message>
        <source>hand on</source>
        <translation>Weitergeben</translation>
    </message>
    <message>
        <source>hand on to a child</source>
        <translation>Weitergeben an ein Kind</translation>
    </message>
    <message>
        <source>listen on</source>
        <translation>Lauschen auf</translation>
    </message>
    <message>
        <source>lock</source>
        <translation>Sperren</translation>
    </message>
    <message>
        <source>look at</source>
        <translation>Untersuchen von</translation>
    </message>
    <message>
        <source>look at a descriptor</source>
        <translation>Untersuchen eines Deskriptors</translation>
    </message>
    <message>
        <source>look at the handle</source>
        <translation>Untersuchen des Handles</translation>
    </message>
    <message>
        <source>look for the process</source>
        <translation>Suchen des Prozesses</translation>
    </message>
    <message>
        <source>look up the group</source>
        <translation>Nachschlagen der Gruppe</translation>
    </message>
    <message>
        <source>make the directory</source>
        <translation>Anlegen des Ordners</translation>
    </message>
    <message>
        <source>notify the supervisor at</source>
        <translation>Benachrichtigen der Überwachung unter</translation>
    </message>
    <message>
        <source>open</source>
        <translation>Öffnen von</translation>
    </message>
    <message>
        <source>open /dev/null in place of</source>
        <translation>Öffnen von /dev/null anstelle von</translation>
    </message>
    <message>
        <source>open NUL in place of</source>
        <translation>Öffnen von NUL anstelle von</translation>
    </message>
    <message>
        <source>open once more</source>
        <translation>Nochmaliges Öffnen</translation>
    </message>
    <message>
        <source>open the folder</source>
        <translation>Öffnen des Ordners</translation>
    </message>
    <message>
        <source>open the process</source>
        <translation>Öffnen des Prozesses</translation>
    </message>
    <message>
        <source>open the token of a process</source>
        <translation>Öffnen des Tokens eines Prozesses</translation>
    </message>
    <message>
        <source>open the token of a thread</source>
        <translation>Öffnen des Tokens eines Threads</translation>
    </message>
    <message>
        <source>read a message from</source>
        <translation>Lesen einer Nachricht von</translation>
    </message>
    <message>
        <source>read from</source>
        <translation>Lesen von</translation>
    </message>
    <message>
        <source>read the security descriptor</source>
        <translation>Lesen der Sicherheitsbeschreibung</translation>
    </message>
    <message>
        <source>read whole messages from the pipe</source>
        <translation>Lesen ganzer Nachrichten von der Pipe</translation>
    </message>
    <message>
        <source>receive a message</source>
        <translation>Empfangen einer Nachricht</translation>
    </message>
    <message>
        <source>receive a value</source>
        <translation>Empfangen eines Wertes</translation>
    </message>
    <message>
        <source>receive handles from</source>
        <translation>Empfangen von Handles von</translation>
    </message>
    <message>
        <source>remove</source>
        <translation>Entfernen von</translation>
    </message>
    <message>
        <source>rename</source>
        <translation>Umbenennen von</translation>
    </message>
    <message>
        <source>send %1 to</source>
        <translation>Senden von %1 an</translation>
    </message>
    <message>
        <source>send %1 to the group</source>
        <translation>Senden von %1 an die Gruppe</translation>
    </message>
    <message>
        <source>send a handle to</source>
        <translation>Senden eines Handles an</translation>
    </message>
    <message>
        <source>send a message</source>
        <translation>Senden einer Nachricht</translation>
    </message>
    <message>
        <source>send a message to</source>
        <translation>Senden einer Nachricht an</translation>
    </message>
    <message>
        <source>send a signal to</source>
        <translation>Senden eines Signals an</translation>
    </message>
    <message>
        <source>send handles to</source>
        <translation>Senden von Handles an</translation>
    </message>
    <message>
        <source>set a timer</source>
        <translation>Stellen eines Zeitgebers</translation>
    </message>
    <message>
        <source>set flags of a descriptor</source>
        <translation>Setzen der Flags eines Deskriptors</translation>
    </message>
    <message>
        <source>set the action of</source>
        <translation>Setzen der Aktion von</translation>
    </message>
    <message>
        <source>set the capacity of the queue</source>
        <translation>Setzen der Größe der Warteschlange</translation>
    </message>
    <message>
        <source>set the name of</source>
        <translation>Setzen des Namens von</translation>
    </message>
    <message>
        <source>set the permissions of</source>
        <translation>Setzen der Berechtigungen von</translation>
    </message>
    <message>
        <source>set the permissions of a descriptor</source>
        <translation>Setzen der Berechtigungen eines Deskriptors</translation>
    </message>
    <message>
        <source>set up a socket</source>
        <translation>Einrichten eines Sockets</translation>
    </message>
    <message>
        <source>start a thread</source>
        <translation>Starten eines Threads</translation>
    </message>
    <message>
        <source>stop acting for the client of</source>
        <translation>Beenden des Handelns für den Client von</translation>
    </message>
    <message>
        <source>take a connection from</source>
        <translation>Entnehmen einer Verbindung von</translation>
    </message>
    <message>
        <source>take a message of</source>
        <translation>Annehmen einer Nachricht von</translation>
    </message>
    <message>
        <source>take over</source>
        <translation>Übernehmen von</translation>
    </message>
    <message>
        <source>take the activated socket</source>
        <translation>Übernehmen des aktivierten Sockets</translation>
    </message>
    <message>
        <source>take the handle of</source>
        <translation>Entnehmen des Handles von</translation>
    </message>
    <message>
        <source>take the handle of the parent</source>
        <translation>Übernehmen des Handles vom Elternprozess</translation>
    </message>
    <message>
        <source>take the handles of a message of</source>
        <translation>Übernehmen der Handles einer Nachricht von</translation>
    </message>
    <message>
        <source>terminate</source>
        <translation>Beenden von</translation>
    </message>
    <message>
        <source>use the folder</source>
        <translation>Benutzen des Ordners</translation>
    </message>
    <message>
        <source>use the handle</source>
        <translation>Benutzen des Handles</translation>
    </message>
    <message>
        <source>use the handles</source>
        <translation>Benutzen der Handles</translation>
    </message>
    <message>
        <source>wait for</source>
        <translation>Warten auf</translation>
    </message>
    <message>
        <source>wait for a connection</source>
        <translation>Warten auf eine Verbindung</translation>
    </message>
    <message>
        <source>wait for a message</source>
        <translation>Warten auf eine Nachricht</translation>
    </message>
    <message>
        <source>wait for connections to</source>
        <translation>Warten auf Verbindungen zu</translation>
    </message>
    <message>
        <source>wait for events</source>
        <translation>Warten auf Ereignisse</translation>
    </message>
    <message>
        <source>wait for the process</source>
        <translation>Warten auf den Prozess</translation>
    </message>
    <message>
        <source>wait until all is sent</source>
        <translation>Warten, bis alles gesendet ist</translation>
    </message>
    <message>
        <source>watch</source>
        <translation>Beobachten von</translation>
    </message>
    <message>
        <source>watch a descriptor</source>
        <translation>Beobachten eines Deskriptors</translation>
    </message>
    <message>
        <source>watch the console</source>
        <translation>Beobachten der Konsole</translation>
    </message>
    <message>
        <source>watch the process</source>
        <translation>Beobachten des Prozesses</translation>
    </message>
    <message>
        <source>write down a user</source>
        <translation>Aufschreiben eines Benutzers</translation>
    </message>
    <message>
        <source>write to</source>
        <translation>Schreiben an</translation>
    </message>
    <message>
        <source>write to the lock file</source>
        <translation>Schreiben in die Sperrdatei</translation>
    </message>
    <message>
        <source>write to the target</source>
        <translation>Schreiben in das Ziel</translation>
    </message>
</context>
</TS>
